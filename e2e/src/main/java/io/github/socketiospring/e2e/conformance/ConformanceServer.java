package io.github.socketiospring.e2e.conformance;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Serves what the public protocol test suites expect: an Engine.IO echo server at
 * {@code /engine.io/} and a Socket.IO server at {@code /socket.io/}, on port 3000 or
 * {@code $PORT}.
 */
@SpringBootApplication
public class ConformanceServer {

	/** What the suites expect, except for the port. */
	public static final String[] PROPERTIES = { "spring.config.name=conformance-server", "server.address=127.0.0.1",
			"socketio.ping-interval=300ms", "socketio.ping-timeout=200ms", "socketio.max-http-buffer-size=1000000B",
			"socketio.connect-timeout=1s" };

	public static void main(String[] args) {
		new SpringApplicationBuilder(ConformanceServer.class).properties(PROPERTIES)
			.properties("server.port=${PORT:3000}")
			.run(args);
	}

}
