package io.github.socketiospring.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;

/**
 * Says why a servlet application serves no Socket.IO clients. Boot prefers servlets where
 * both web starters are present, so this happens without being asked for.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
public final class SocketIOServletAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SocketIOServletAutoConfiguration.class);

	SocketIOServletAutoConfiguration() {
		logger.warn("No Socket.IO clients are served: that needs a WebFlux application, and this is a servlet "
				+ "application. Remove the Spring MVC starter or set spring.main.web-application-type=reactive. "
				+ "To do without Socket.IO, set socketio.enabled=false.");
	}

}
