package io.github.socketiospring.autoconfigure;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A port that clients of Socket.IO have for themselves, beside that of the application.
 *
 * @param port Port for clients of Socket.IO; 0 for any that is free. Without it, they
 * connect to the application's port.
 * @param address Address that this port is on; without it, all.
 * @param http2 Whether this port offers HTTP/2.
 * @param ssl TLS of this port.
 */
@ConfigurationProperties("socketio.server")
public record SocketIOServerProperties(@Nullable Integer port, @Nullable InetAddress address,
		@DefaultValue("false") boolean http2, @DefaultValue Ssl ssl) {

	/**
	 * TLS of this port.
	 *
	 * @param bundle Name of the SSL bundle; without it, the port does not speak TLS.
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
