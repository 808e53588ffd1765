package io.github.socketiospring.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Says which properties have no effect because the web server is a servlet container.
 * What clients or other servers would rely on is refused.
 *
 * @param properties the server's properties
 * @param adapter the adapter's properties
 * @param environment knows what was set
 */
record ReactorNettyProperties(SocketIOProperties properties, SocketIOAdapterProperties adapter,
		Environment environment) {

	private static final String OWN_PORT = "give Socket.IO a port of Reactor Netty's: socketio.server.port=8081";

	private static final Log logger = LogFactory.getLog(ReactorNettyProperties.class);

	void check() {
		if (!this.adapter.stickySessions()) {
			throw PropertyChecks.invalid("adapter.sticky-sessions", false,
					"Servers hand requests on only from Reactor Netty, and this is a servlet application. Make the load "
							+ "balancer sticky, and remove this property, or " + OWN_PORT);
		}
		if (this.properties.policyServer().inline()) {
			throw PropertyChecks.invalid("policy-server.inline", true,
					"A servlet container cannot answer requests for the Flash policy on its own port: set "
							+ "socketio.policy-server.enabled=true, which opens another, and remove this property, or "
							+ OWN_PORT);
		}
		if (this.properties.perMessageDeflate().enabled()) {
			warn("per-message-deflate.enabled", "WebSockets of servlet containers are not compressed");
		}
		if (isSet("socketio.http-timeouts") && this.properties.httpTimeouts().enabled()) {
			warn("http-timeouts", "set server.tomcat.connection-timeout and server.tomcat.keep-alive-timeout, or "
					+ "server.jetty.connection-idle-timeout");
		}
	}

	private boolean isSet(String name) {
		return Binder.get(this.environment).bind(name, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	private static void warn(String property, String reason) {
		logger.warn("socketio." + property + " has no effect in a servlet application: " + reason);
	}

}
