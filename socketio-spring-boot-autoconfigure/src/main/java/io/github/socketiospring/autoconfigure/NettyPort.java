package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What is configured elsewhere about the port that Reactor Netty serves clients from: the
 * application's, or one of their own, to which no property of the application's applies.
 *
 * @param environment has the properties
 */
record NettyPort(Environment environment) {

	private static final String OWN_BUNDLE = "socketio.server.ssl.bundle";

	private boolean isOwn() {
		return this.environment.containsProperty(SocketIOPortAutoConfiguration.PORT);
	}

	/** Returns what stands before the engine's path in the addresses of requests. */
	String basePath() {
		return isOwn() ? "" : this.environment.getProperty("spring.webflux.base-path", "");
	}

	/**
	 * Returns the web server's own time-out of connections that rest, {@code null} if it
	 * has none.
	 */
	@Nullable Duration idleTimeout() {
		return isOwn() ? null
				: Binder.get(this.environment).bind("server.netty.idle-timeout", Duration.class).orElse(null);
	}

	/** Returns the property that makes it speak TLS, {@code null} if it does not. */
	@Nullable String tlsProperty() {
		if (isOwn()) {
			return this.environment.getProperty(OWN_BUNDLE, "").isBlank() ? null : OWN_BUNDLE;
		}
		boolean enabled = this.environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& (this.environment.containsProperty("server.ssl.bundle")
						|| this.environment.containsProperty("server.ssl.key-store")
						|| this.environment.containsProperty("server.ssl.certificate"));
		return enabled ? "server.ssl" : null;
	}

}
