package io.github.socketiospring.e2e;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JavaScript client that the server itself serves, in a real browser.
 */
@ServerTest
class BrowserClientTests {

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
			  const [text, data] = await ask("echo-ack", "ü 😀 \\u2028", { deep: [bytes.buffer, new Blob(["blob"])] });
			  const [transport] = await ask("transport");
			  socket.disconnect();
			  return {
			    transport,
			    text,
			    bytes: Array.from(new Uint8Array(data.deep[0])),
			    blob: new TextDecoder().decode(data.deep[1]),
			  };
			}
			""";

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void exchangesTextAndBinaryData(String transports) {
		Page page = browser.openTab();
		page.navigate("http://127.0.0.1:" + this.port + "/client.html");
		List<String> names = List.of(transports.split(","));
		Object result = page.evaluate(SCRIPT, names);
		assertThat(result).isEqualTo(Map.of("transport", names.get(names.size() - 1), "text", "ü 😀 \u2028", "bytes",
				List.of(0, 127, 128, 255), "blob", "blob"));
	}

}
