package io.github.socketiospring.e2e;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JavaScript client that the server itself serves, on a page in a real browser.
 */
final class ServedClient {

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
			  const [text, { buffer, more }] = await ask("echo-ack", "ü 😀 \\u2028", { buffer: bytes.buffer, more: %s });
			  const [transport] = await ask("transport");
			  socket.disconnect();
			  return { transport, text, bytes: Array.from(new Uint8Array(buffer)), rest: %s };
			}
			""";

	private ServedClient() {
	}

	/**
	 * Has a page exchange text, bytes and something more with the server.
	 * @param page the page
	 * @param url its address
	 * @param transports what its client may use; it must come to the last
	 * @param more an expression of what else to send
	 * @param rest an expression of what to return, where {@code more} is what came back
	 * @return its value
	 */
	static Object exchange(Page page, String url, String transports, String more, String rest) {
		page.navigate(url);
		List<String> names = List.of(transports.split(","));
		Map<?, ?> result = (Map<?, ?>) page.evaluate(SCRIPT.formatted(more, rest), names);
		assertThat(result.get("transport")).isEqualTo(names.get(names.size() - 1));
		assertThat(result.get("text")).isEqualTo("ü 😀 \u2028");
		assertThat(result.get("bytes")).isEqualTo(List.of(0, 127, 128, 255));
		return result.get("rest");
	}

}
