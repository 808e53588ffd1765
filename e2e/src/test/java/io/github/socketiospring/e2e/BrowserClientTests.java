package io.github.socketiospring.e2e;

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

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void exchangesTextAndBinaryData(String transports) {
		Object blob = ServedClient.exchange(browser.openTab(), "http://127.0.0.1:" + this.port + "/client.html",
				transports, "new Blob(['blob'])", "new TextDecoder().decode(more)");
		assertThat(blob).isEqualTo("blob");
	}

}
