package io.github.socketiospring.e2e;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JavaScript clients with npm's socket.io-msgpack-parser, in Node.js and, as the
 * server itself serves it, in a real browser.
 */
@ServerTest
@TestPropertySource(properties = "socketio.parser=msgpack")
class MsgpackClientTests {

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0} over {1}")
	@CsvSource({ "socket.io-client, polling", "socket.io-client, websocket", "socket.io-client, upgrade",
			"socket.io-client-3, websocket" })
	void passesTheScenario(String client, String transport) throws Exception {
		String output = NodeScript.run("scenario.mjs", client, transport, "http://127.0.0.1:" + this.port,
				"socket.io-msgpack-parser");
		assertThat(output).endsWith("all steps passed\n");
	}

	@ParameterizedTest(name = "{0} over {1}")
	@CsvSource({ "socket.io-client-2, polling", "socket.io-client-2, websocket", "socket.io-client-2, upgrade" })
	void oldClientsPassTheScenario(String client, String transport) throws Exception {
		String output = NodeScript.run("old-scenario.mjs", client, transport, "http://127.0.0.1:" + this.port,
				"socket.io-msgpack-parser-2");
		assertThat(output).endsWith("all steps passed\n");
	}

	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket" })
	void exchangesWhatJsonHasNot(String transport) throws Exception {
		String output = NodeScript.run("msgpack.mjs", transport, "http://127.0.0.1:" + this.port);
		assertThat(output).endsWith("all steps passed\n");
	}

	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void theServedClientSpeaksIt(String transports) {
		Object rest = ServedClient.exchange(browser.openTab(), "http://127.0.0.1:" + this.port + "/msgpack.html",
				transports, "[1.5, undefined, { left: undefined }, new Date(0)]", "JSON.stringify(more)");
		assertThat(rest).isEqualTo("[1.5,null,{},\"1970-01-01T00:00:00.000Z\"]");
	}

}
