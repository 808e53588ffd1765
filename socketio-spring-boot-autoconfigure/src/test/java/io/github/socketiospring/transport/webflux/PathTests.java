package io.github.socketiospring.transport.webflux;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine takes what begins with its path and a slash, and nothing else.
 */
class PathTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		RouterFunction<?> application = RouterFunctions.route(RequestPredicates.all(),
				(request) -> ServerResponse.ok().body(Mono.just("application"), String.class));
		server = TestServer.builder().customizer((io) -> {
		}).bean(RouterFunction.class, application).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/", "/socket.io/abc", "/socket.io/a/b/c", "/socket.io//", "/socket.io/socket" })
	void servesThePrefix(String path) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", path + "?EIO=4&transport=polling");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).startsWith("0{");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/socket.io", "/socket.iox/", "/Socket.IO/", "/x/socket.io/", "/socket.i" })
	void leavesTheRestToTheApplication(String path) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", path + "?EIO=4&transport=polling");
		assertThat(response.body()).isEqualTo("application");
	}

	@Test
	void leavesUpgradesOfOtherPathsAlone() {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/other?EIO=4&transport=websocket",
				"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
		assertThat(response.body()).isEqualTo("application");
	}

	@Test
	void anotherPath() {
		try (TestServer other = TestServer.start((io) -> {
		}, "socketio.path=/a/b/", "socketio.transports=polling")) {
			RawHttp.Response response = RawHttp.exchange(other, "GET", "/a/b/?EIO=4&transport=polling");
			assertThat(response.body()).contains("\"upgrades\":[]");
			assertThat(RawHttp.exchange(other, "GET", PollingSession.HANDSHAKE).status()).isEqualTo(404);
			assertThat(RawHttp.exchange(other, "GET", "/a/b?EIO=4&transport=polling").status()).isEqualTo(404);
			assertThat(RawHttp.exchange(other, "GET", "/a/b/?EIO=4&transport=websocket").body()).contains("\"code\":0");
		}
	}

	@Test
	void thePathWithoutASlash() {
		try (TestServer bare = TestServer.start((io) -> {
		}, "socketio.add-trailing-slash=false")) {
			String target = "/socket.io?EIO=4&transport=polling";
			PollingSession session = PollingSession.of(bare, RawHttp.exchange(bare, "GET", target));
			target += "&sid=" + session.sid();
			assertThat(RawHttp.post(bare, target, "40").body()).isEqualTo("ok");
			assertThat(RawHttp.exchange(bare, "GET", target).body()).startsWith("40{");
			assertThat(RawHttp.exchange(bare, "GET", "/socket.io?EIO=4&transport=websocket", "Connection: Upgrade",
					"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
				.status()).isEqualTo(101);
			assertThat(RawHttp.exchange(bare, "GET", PollingSession.HANDSHAKE).status()).isEqualTo(200);
			assertThat(RawHttp.exchange(bare, "GET", "/socket.io/socket.io.js").status()).isEqualTo(200);
			assertThat(RawHttp.exchange(bare, "GET", "/socket.io/1/").status()).isEqualTo(200);
			assertThat(RawHttp.exchange(bare, "GET", "/socket.iox?EIO=4&transport=polling").status()).isEqualTo(404);
		}
	}

	@Test
	void theHandshakeIsExact() {
		RawHttp.Response response = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE);
		String sid = PollingSession.of(server, response).sid();
		assertThat(response.body()).isEqualTo("0{\"sid\":\"" + sid
				+ "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
		assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.header("Content-Length"))
			.isEqualTo(String.valueOf(response.body().getBytes(StandardCharsets.UTF_8).length));
		assertThat(response.header("Set-Cookie")).isNull();
		assertThat(response.header("X-XSS-Protection")).isNull();
	}

}
