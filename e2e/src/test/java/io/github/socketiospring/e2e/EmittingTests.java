package io.github.socketiospring.e2e;

import io.github.socketiospring.e2e.server.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients in Node.js see of the ways to emit: {@code src/test/node/emitting.mjs}.
 */
@SpringBootTest(classes = TestServer.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "socketio.per-message-deflate.enabled=true",
				"socketio.ack-timeout=300ms", "spring.config.name=test-server" })
class EmittingTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0} over {1}")
	@CsvSource({ "socket.io-client, polling", "socket.io-client, websocket", "socket.io-client-3, websocket",
			"socket.io-client-2, polling", "socket.io-client-2, websocket" })
	void passesTheScenario(String client, String transport) throws Exception {
		String output = NodeScript.run("emitting.mjs", client, transport, "http://127.0.0.1:" + this.port);
		assertThat(output).endsWith("all steps passed\n");
	}

}
