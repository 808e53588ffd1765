package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOEmitter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.cluster.ClusterEmitter;
import io.github.socketiospring.adapter.cluster.wire.MessageCodec;
import io.github.socketiospring.adapter.redis.RedisAdapters;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.engine.TimerWheel;
import io.lettuce.core.RedisClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connects the servers of a cluster through Redis, if {@code socketio.adapter.type} says
 * so. Applications that serve no clients get a {@link SocketIOEmitter}, too.
 */
@AutoConfiguration(before = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class },
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnClass({ LettuceConnectionFactory.class, RedisClient.class, JsonMapper.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@Conditional(SocketIORedisAutoConfiguration.OnRedisType.class)
@EnableConfigurationProperties(SocketIOAdapterProperties.class)
public final class SocketIORedisAutoConfiguration {

	SocketIORedisAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(AdapterFactory.class)
	RedisAdapters socketIORedisAdapters(RedisConnectionFactory connections, SocketIOAdapterProperties properties,
			ObjectProvider<JsonCodec> codec, ObjectProvider<JsonMapper> mapper, ObjectProvider<TimerWheel> timers,
			ObjectProvider<SocketIOProperties> server) {
		AdapterOptionsMapper options = new AdapterOptionsMapper(properties);
		JsonCodec json = codec
			.getIfAvailable(() -> new JsonCodec(mapper.getIfAvailable(JsonMapper::shared), JsonLimits.DEFAULTS));
		RecoveryLimits recovery = recoveryLimits(server.getIfAvailable(), properties.type());
		RedisAdapters adapters = new RedisAdapters(connections, new MessageCodec(json, options.limits()), json,
				options.redis());
		return (recovery != null) ? adapters.recovering(recovery, timers.getObject().time()) : adapters;
	}

	private static @Nullable RecoveryLimits recoveryLimits(@Nullable SocketIOProperties server,
			SocketIOAdapterProperties.Type type) {
		if (server == null || !server.connectionStateRecovery().enabled()) {
			return null;
		}
		if (type != SocketIOAdapterProperties.Type.REDIS_STREAMS) {
			throw PropertyChecks.invalid("connection-state-recovery.enabled", true,
					"Pub/Sub of Redis forgets events at once: set socketio.adapter.type to redis-streams, which keeps "
							+ "them, or leave recovery off");
		}
		return new OptionsMapper(server).recoveryLimits();
	}

	@Bean
	@ConditionalOnBean(RedisAdapters.class)
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = ForwardingConfiguration.STICKY_SESSIONS, havingValue = false)
	ServerDirectory socketIOServerDirectory(RedisAdapters adapters) {
		return adapters.directory();
	}

	/**
	 * Lazy: servers need no connections for it.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(SocketIOEmitter.class)
	ClusterEmitter socketIOEmitter(RedisAdapters adapters) {
		return adapters.emitter();
	}

	/**
	 * Asks whether Redis is wanted.
	 */
	static final class OnRedisType extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			SocketIOAdapterProperties.Type type = Binder.get(context.getEnvironment())
				.bind("socketio.adapter.type", SocketIOAdapterProperties.Type.class)
				.orElse(SocketIOAdapterProperties.Type.MEMORY);
			return new ConditionOutcome(type != null && type.isRedis(),
					ConditionMessage.of("socketio.adapter.type is " + type));
		}

	}

}
