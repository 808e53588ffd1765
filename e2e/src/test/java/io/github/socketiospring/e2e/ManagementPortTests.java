package io.github.socketiospring.e2e;

import io.github.socketiospring.testkit.HixieWebSocket;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Actuator's own port serves no clients. Its context is a child of the application's, and
 * finds the application's mappings and filters.
 */
class ManagementPortTests {

	private static TestServer server;

	private static int managementPort;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
		}, "management.server.port=0", "socketio.policy-server.inline=true", "socketio.add-trailing-slash=false");
		managementPort = server.context().getEnvironment().getRequiredProperty("local.management.port", int.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static RawHttp.Response manage(String method, String target, String... headers) {
		try (RawHttp http = new RawHttp(managementPort)) {
			http.request(method, target, null, headers);
			return http.response();
		}
	}

	@Test
	void isAnotherPort() {
		assertThat(managementPort).isNotEqualTo(server.port());
		assertThat(manage("GET", "/actuator").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { PollingSession.HANDSHAKE, "/socket.io?EIO=4&transport=polling", "/socket.io/socket.io.js",
			"/socket.io/1/" })
	void servesNobody(String target) {
		assertThat(RawHttp.exchange(server, "GET", target).status()).isEqualTo(200);
		assertThat(manage("GET", target).status()).isEqualTo(404);
	}

	@Test
	void upgradesNobody() {
		assertThat(manage("GET", "/socket.io/?EIO=4&transport=websocket", "Connection: Upgrade", "Upgrade: websocket",
				"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
			.status()).isEqualTo(404);
	}

	@Test
	void servesNoSession() {
		PollingSession session = PollingSession.joined(server);
		assertThat(manage("GET", session.target()).status()).isEqualTo(404);
		assertThat(manage("POST", session.target()).status()).isEqualTo(404);
	}

	@Test
	void knowsNothingOfDraft76() {
		String line = RawHttp.exchange(server, "GET", "/socket.io/1/").body();
		String target = "/socket.io/1/flashsocket/" + line.substring(0, line.indexOf(':'));
		try (RawHttp http = new RawHttp(managementPort)) {
			http.send(HixieWebSocket.head(server, target) + HixieWebSocket.KEY);
			assertThat(http.response().status()).isEqualTo(404);
		}
	}

	@Test
	void knowsNothingOfPolicies() {
		try (RawHttp http = new RawHttp(server)) {
			http.send("<policy-file-request/>\0");
			assertThat(new String(http.bytes(5))).isEqualTo("<?xml");
		}
		try (RawHttp http = new RawHttp(managementPort)) {
			http.send("<policy-file-request/>\0\r\n\r\n");
			assertThat(new String(http.bytes(5))).isEqualTo("HTTP/");
		}
	}

}
