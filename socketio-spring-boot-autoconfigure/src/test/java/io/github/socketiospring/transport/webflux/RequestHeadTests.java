package io.github.socketiospring.transport.webflux;

import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for heads of requests that are larger than the web server takes: Boot's defaults
 * are stricter than the limits we ask for.
 */
class RequestHeadTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aRequestLineThatIsTooLongIsRefused() {
		String target = PollingSession.HANDSHAKE + "&x=" + "x".repeat(8 * 1024);
		assertThat(RawHttp.exchange(server, "GET", target).status()).isEqualTo(414);
	}

	@Test
	void aHeaderThatIsTooLargeIsRefused() {
		assertThat(
				RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE, "X-Large: " + "x".repeat(16 * 1024)).status())
			.isEqualTo(431);
	}

	@Test
	void manyHeadersThatAreTooLargeTogetherAreRefused() {
		String[] headers = new String[400];
		for (int i = 0; i < headers.length; i++) {
			headers[i] = "X-Header-" + i + ": " + "x".repeat(40);
		}
		assertThat(RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE, headers).status()).isEqualTo(431);
	}

	@Test
	void otherClientsAreNotDisturbed() {
		PollingSession session = PollingSession.joined(server);
		RawHttp.exchange(server, "GET", session.target() + "&x=" + "x".repeat(8 * 1024));
		assertThat(session.post("3").body()).isEqualTo("ok");
	}

}
