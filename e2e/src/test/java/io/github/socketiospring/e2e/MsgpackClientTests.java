package io.github.socketiospring.e2e;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
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

	private static final String SCRIPT = """
			async (transports) => {
			  const within = (what, start) => new Promise((resolve, reject) => {
			    setTimeout(() => reject(new Error(`no ${what} in time`)), 8000);
			    start(resolve, reject);
			  });
			  const socket = io({ transports });
			  await within("connection", (resolve, reject) => {
			    socket.on("connect", resolve);
			    socket.on("connect_error", reject);
			  });
			  const { engine } = socket.io;
			  if (engine.transport.name !== transports.at(-1)) {
			    await within("upgrade", (resolve) => engine.once("upgrade", resolve));
			  }
			  const ask = (event, ...args) => within(`answer to ${event}`,
			    (resolve) => socket.emit(event, ...args, (...answer) => resolve(answer)));
			  const bytes = new Uint8Array([0, 127, 128, 255]);
			  const [text, data] = await ask("echo-ack", "ü 😀 \\u2028",
			    { deep: [bytes.buffer, 1.5, undefined, { left: undefined }], when: new Date(0) });
			  const [transport] = await ask("transport");
			  socket.disconnect();
			  return {
			    transport,
			    text,
			    bytes: Array.from(new Uint8Array(data.deep[0])),
			    rest: JSON.stringify(data.deep.slice(1)),
			    when: data.when,
			  };
			}
			""";

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
		Page page = browser.openTab();
		page.navigate("http://127.0.0.1:" + this.port + "/msgpack.html");
		List<String> names = List.of(transports.split(","));
		Object result = page.evaluate(SCRIPT, names);
		assertThat(result).isEqualTo(Map.of("transport", names.get(names.size() - 1), "text", "ü 😀 \u2028", "bytes",
				List.of(0, 127, 128, 255), "rest", "[1.5,null,{}]", "when", "1970-01-01T00:00:00.000Z"));
	}

}
