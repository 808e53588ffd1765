package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.actuate.SocketIOEndpoint;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.Inspection;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Lets operators look at the Socket.IO server through Spring Boot's actuator, if the
 * endpoint is exposed.
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(DefaultSocketIOServer.class)
@ConditionalOnAvailableEndpoint(SocketIOEndpoint.class)
public final class SocketIOEndpointAutoConfiguration {

	SocketIOEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOEndpoint socketIOEndpoint(DefaultSocketIOServer server, EngineServer engine) {
		return new SocketIOEndpoint(new Inspection(server), engine);
	}

}
