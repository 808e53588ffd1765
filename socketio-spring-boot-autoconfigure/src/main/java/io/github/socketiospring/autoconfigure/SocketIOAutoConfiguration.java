package io.github.socketiospring.autoconfigure;

import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Serves Socket.IO clients from the port of a WebFlux application.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive."
				+ "ReactiveOAuth2ResourceServerAutoConfiguration" })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, HttpServer.class, JsonMapper.class, WebServerApplicationContext.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = SocketIOPortAutoConfiguration.PORT, havingValue = "none", matchIfMissing = true)
@Import({ WebFluxConfiguration.class, ServerConfiguration.class, HixieConfiguration.class,
		InlinePolicyConfiguration.class,
		// Behind those, so that its handlers stand next to the HTTP codec.
		HttpConnectionsConfiguration.class, ForwardingConfiguration.class })
public final class SocketIOAutoConfiguration {

	SocketIOAutoConfiguration() {
	}

}
