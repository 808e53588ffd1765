package io.github.socketiospring.e2e;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JavaScript clients in Node.js. What they try is in
 * {@code src/test/node/scenario.mjs}, and for clients of Engine.IO 3 in
 * {@code old-scenario.mjs}.
 */
@ServerTest
class NodeClientTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0} over {1}")
	@CsvSource({ "socket.io-client, polling", "socket.io-client, websocket", "socket.io-client, upgrade",
			"socket.io-client-3, polling", "socket.io-client-3, websocket", "socket.io-client-3, upgrade" })
	void passesTheScenario(String client, String transport) throws Exception {
		String output = NodeScript.run("scenario.mjs", client, transport, "http://127.0.0.1:" + this.port);
		assertThat(output).endsWith("all steps passed\n");
	}

	@ParameterizedTest(name = "{0} over {1}")
	@CsvSource({ "socket.io-client-2, polling", "socket.io-client-2, websocket", "socket.io-client-2, upgrade",
			"socket.io-client-1, polling", "socket.io-client-1, websocket", "socket.io-client-1, upgrade",
			"socket.io-client-1.0, polling", "socket.io-client-1.0, websocket", "socket.io-client-1.0, upgrade" })
	void oldClientsPassTheScenario(String client, String transport) throws Exception {
		String output = NodeScript.run("old-scenario.mjs", client, transport, "http://127.0.0.1:" + this.port);
		assertThat(output).endsWith("all steps passed\n");
	}

	@Test
	void clientsThatAwaitOpenGetTheHandshake() throws Exception {
		String output = NodeScript.run("await-open.mjs", "http://127.0.0.1:" + this.port, "25");
		assertThat(output).endsWith("all steps passed\n");
	}

	@ParameterizedTest(name = "protocols over {0}")
	@ValueSource(strings = { "websocket", "upgrade" })
	void subprotocolsMayBeOffered(String transport) throws Exception {
		String output = NodeScript.run("protocols.mjs", transport, "http://127.0.0.1:" + this.port);
		assertThat(output).endsWith("all steps passed\n");
	}

}
