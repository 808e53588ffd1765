package io.github.socketiospring.autoconfigure;

import javax.sql.DataSource;

import io.github.socketiospring.SocketIOEmitter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.cluster.ClusterEmitter;
import io.github.socketiospring.adapter.cluster.wire.MessageCodec;
import io.github.socketiospring.adapter.postgres.PostgresAdapters;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.postgresql.PGConnection;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Connects the servers of a cluster through PostgreSQL, if {@code socketio.adapter.type}
 * is {@code postgres}. Applications that serve no clients get a {@link SocketIOEmitter},
 * too.
 */
@AutoConfiguration(before = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class },
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnClass({ PGConnection.class, JsonMapper.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "socketio.adapter.type", havingValue = "postgres")
@EnableConfigurationProperties(SocketIOAdapterProperties.class)
public final class SocketIOPostgresAutoConfiguration {

	/** Another database than the application's own. */
	private static final String OWN = "socketIODataSource";

	SocketIOPostgresAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(AdapterFactory.class)
	PostgresAdapters socketIOPostgresAdapters(@Qualifier(OWN) ObjectProvider<DataSource> own,
			ObjectProvider<DataSource> application, SocketIOAdapterProperties properties,
			ObjectProvider<JsonCodec> codec, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<SocketIOProperties> server) {
		server.ifAvailable(SocketIOPostgresAutoConfiguration::refuseRecovery);
		AdapterOptionsMapper options = new AdapterOptionsMapper(properties);
		JsonCodec json = codec
			.getIfAvailable(() -> new JsonCodec(mapper.getIfAvailable(JsonMapper::shared), JsonLimits.DEFAULTS));
		DataSource source = own.getIfAvailable(application::getIfUnique);
		if (source == null) {
			throw new MissingAdapterException("postgres", "there is no DataSource bean, or there are several",
					"Add spring-boot-starter-jdbc and set spring.datasource.url to a database of PostgreSQL. If there are "
							+ "several DataSource beans, make one of them primary, or name it " + OWN + ".");
		}
		return new PostgresAdapters(source, new MessageCodec(json, options.limits()), json, options.postgres());
	}

	private static void refuseRecovery(SocketIOProperties server) {
		if (server.connectionStateRecovery().enabled()) {
			throw PropertyChecks.invalid("connection-state-recovery.enabled", true,
					"PostgreSQL forgets events at once: set socketio.adapter.type to redis-streams, which keeps them, or "
							+ "leave recovery off");
		}
	}

	/**
	 * Lazy: servers need no connections for it.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(SocketIOEmitter.class)
	ClusterEmitter socketIOEmitter(PostgresAdapters adapters) {
		return adapters.emitter();
	}

}
