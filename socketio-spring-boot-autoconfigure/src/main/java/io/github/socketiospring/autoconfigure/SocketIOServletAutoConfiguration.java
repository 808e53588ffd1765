package io.github.socketiospring.autoconfigure;

import jakarta.servlet.Servlet;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Serves Socket.IO clients from the port of a servlet application, such as one of Spring
 * MVC. Needs what the starter brings: servlet applications that only emit to servers
 * elsewhere do without it, and serve nobody.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration" })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ Servlet.class, WebFluxAutoConfiguration.class, HttpServer.class, JsonMapper.class,
		WebServerApplicationContext.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = SocketIOPortAutoConfiguration.PORT, havingValue = "none", matchIfMissing = true)
@Import({ ServletConfiguration.class, ServerConfiguration.class, ServletSecurityConfiguration.class,
		ServletAuthenticationConfiguration.class })
public final class SocketIOServletAutoConfiguration {

	SocketIOServletAutoConfiguration() {
	}

}
