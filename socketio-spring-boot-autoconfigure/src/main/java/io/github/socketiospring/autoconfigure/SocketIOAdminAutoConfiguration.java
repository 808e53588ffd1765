package io.github.socketiospring.autoconfigure;

import java.util.function.Predicate;

import io.github.socketiospring.admin.AdminCredentials;
import io.github.socketiospring.admin.AdminLogin;
import io.github.socketiospring.admin.AdminOptions;
import io.github.socketiospring.admin.AdminSessions;
import io.github.socketiospring.admin.EngineCounts;
import io.github.socketiospring.admin.MemoryAdminSessions;
import io.github.socketiospring.admin.SocketIOAdmin;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.DefaultSocketIOServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.ClassUtils;

/**
 * Lets the official admin page of Socket.IO connect, where {@code socketio.admin.enabled}
 * says so.
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class,
		SocketIORedisAutoConfiguration.class })
@ConditionalOnBean(DefaultSocketIOServer.class)
@ConditionalOnBooleanProperty("socketio.admin.enabled")
@EnableConfigurationProperties(SocketIOAdminProperties.class)
@Import({ SocketIOAdminAutoConfiguration.RedisConfiguration.class, AdminPageConfiguration.class,
		AdminServletPageConfiguration.class })
public final class SocketIOAdminAutoConfiguration {

	private static final String ENCODER = "org.springframework.security.crypto.password.PasswordEncoder";

	SocketIOAdminAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	EngineCounts socketIOAdminCounts() {
		return new EngineCounts();
	}

	@Bean
	@ConditionalOnMissingBean
	AdminSessions socketIOAdminSessions(TimerWheel timers) {
		return new MemoryAdminSessions(timers.time());
	}

	@Bean(destroyMethod = "dispose")
	@ConditionalOnMissingBean
	AdminLogin socketIOAdminLogin(SocketIOAdminProperties properties, AdminSessions sessions, TimerWheel timers,
			ResourceLoader resources) {
		String username = required(properties.username());
		String password = required(properties.password());
		return new AdminLogin(new AdminCredentials(username, check(password, resources.getClassLoader())), sessions,
				timers::coarseNanos);
	}

	private static String required(@Nullable String text) {
		if (text == null || text.isBlank()) {
			throw AdminPasswordException.missing();
		}
		return text;
	}

	private static Predicate<String> check(String password, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(ENCODER, classLoader)) {
			throw AdminPasswordException.noEncoder();
		}
		return AdminPasswords.check(password);
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOAdmin socketIOAdmin(DefaultSocketIOServer server, EngineServer engine, EngineCounts counts,
			AdminLogin login, JsonCodec json, TimerWheel timers, SocketIOAdminProperties properties,
			SocketIOProperties socketio) {
		return new SocketIOAdmin(server, engine, counts, login, json,
				options(properties, socketio.maxBufferedBytes().toBytes() / 2), timers::coarseNanos);
	}

	private static AdminOptions options(SocketIOAdminProperties properties, long maxBytes) {
		String namespace = properties.namespace();
		if (!namespace.matches("/[^/*{}?#\\[\\]\\\\\\p{Cntrl}][^*{}?#\\[\\]\\\\\\p{Cntrl}]*")) {
			throw PropertyChecks.invalid("admin.namespace", namespace,
					"A name begins with a slash, is longer than that, and is no pattern");
		}
		String serverId = properties.serverId();
		return new AdminOptions(namespace,
				(serverId != null && !serverId.isBlank()) ? serverId
						: SocketIOAdmin.hostname() + "#" + ProcessHandle.current().pid(),
				properties.mode() == SocketIOAdminProperties.Mode.DEVELOPMENT, properties.readOnly(),
				PropertyChecks.positive("admin.statistics-interval", properties.statisticsInterval()),
				PropertyChecks.atLeast(1, "admin.max-events-per-second", properties.maxEventsPerSecond()), maxBytes);
	}

	/** Before the application's, which may add families that would have the name, too. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SocketIOServerCustomizer socketIOAdminCustomizer(SocketIOAdmin admin) {
		return (server) -> admin.open();
	}

	@Bean
	AdminLifecycle socketIOAdminLifecycle(SocketIOAdmin admin, SocketIOAdminProperties properties,
			SocketIOProperties server) {
		return new AdminLifecycle(admin, AdminLifecycle.page(properties.ui(), server.cors()));
	}

	/**
	 * Where servers share sessions.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveStringRedisTemplate.class)
	@ConditionalOnBean(type = "io.github.socketiospring.adapter.redis.RedisAdapters",
			value = ReactiveRedisConnectionFactory.class)
	static class RedisConfiguration {

		@Bean
		@ConditionalOnMissingBean(AdminSessions.class)
		RedisAdminSessions socketIORedisAdminSessions(ReactiveRedisConnectionFactory connections) {
			return new RedisAdminSessions(new ReactiveStringRedisTemplate(connections));
		}

	}

}
