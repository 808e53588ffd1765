package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.actuate.SocketIOHealthIndicator;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.server.DefaultSocketIOServer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds the health of the Socket.IO server, and of its adapters, to the application's.
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class },
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(DefaultSocketIOServer.class)
@ConditionalOnEnabledHealthIndicator("socketio")
public final class SocketIOHealthAutoConfiguration {

	SocketIOHealthAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "socketIOHealthIndicator")
	SocketIOHealthIndicator socketIOHealthIndicator(EngineServer engine, DefaultSocketIOServer server) {
		return new SocketIOHealthIndicator(engine::isAccepting, server::health);
	}

}
