package io.github.socketiospring.demo;

import io.github.socketiospring.demo.CrossOriginController.Seen;
import io.github.socketiospring.test.ConnectErrorException;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With the demo's configuration. The server's own origin is http://localhost in tests.
 */
@SocketIOTest(CrossOriginController.class)
class CrossOriginControllerTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1", "http://127.0.0.1:8080", "http://127.0.0.1:9000", "http://localhost" })
	void pagesThatAreAllowedConnect(String origin) {
		SocketIOTestClient client = this.clients.header("Origin", origin).connect("/cross-origin");
		Seen seen = client.await("seen").get(0, Seen.class);
		assertThat(seen.origin()).isEqualTo(origin);
		assertThat(seen.host()).isEqualTo("localhost");
		assertThat(client.call("echo", "Hello").get(0, String.class)).isEqualTo("Hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.2", "https://127.0.0.1", "http://127.0.0.1.example.org",
			"http://example.org", "null" })
	void allOthersAreRefused(String origin) {
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> this.clients.header("Origin", origin).connect("/cross-origin"))
			.satisfies((ex) -> assertThat(ex.status().value()).isEqualTo(400));
	}

	@Test
	void whatIsNoPageConnects() {
		assertThat(this.clients.connect("/cross-origin").await("seen").get(0, Seen.class).origin()).isNull();
	}

}
