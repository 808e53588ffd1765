package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for upgrades of requests that a filter has moved to another thread, as Spring
 * Security does to check a password.
 */
class UpgradeOnAnotherThreadTests {

	private static final int CONNECTIONS = 100;

	@Test
	void theFirstFrameIsAnswered() {
		WebFilter filter = (exchange, chain) -> chain.filter(exchange).subscribeOn(Schedulers.boundedElastic());
		try (TestServer server = TestServer.builder().bean(WebFilter.class, filter).start()) {
			for (int i = 0; i < CONNECTIONS; i++) {
				try (RawWebSocket socket = RawWebSocket.joined(server)) {
					socket.text("2");
					assertThat(socket.readClose().status()).isEqualTo(1005);
				}
			}
		}
	}

}
