package io.github.socketiospring.autoconfigure;

import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Import;

/**
 * Serves Socket.IO clients from a port of their own, by Reactor Netty, beside any
 * application: of servlets, reactive, or without a web server.
 */
@AutoConfiguration(before = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class },
		afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
				"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
				"org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
				"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration",
				"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
				"org.springframework.boot.security.oauth2.server.resource.autoconfigure."
						+ "OAuth2ResourceServerAutoConfiguration",
				"org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive."
						+ "ReactiveOAuth2ResourceServerAutoConfiguration" })
@ConditionalOnClass({ HttpServer.class, JsonMapper.class, NettyReactiveWebServerFactory.class })
@ConditionalOnProperty(SocketIOPortAutoConfiguration.PORT)
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@Import({ OwnPortConfiguration.class, ServerConfiguration.class, HixieConfiguration.class,
		InlinePolicyConfiguration.class, HttpConnectionsConfiguration.class, ForwardingConfiguration.class })
public final class SocketIOPortAutoConfiguration {

	static final String PORT = "socketio.server.port";

	SocketIOPortAutoConfiguration() {
	}

}
