package io.github.socketiospring.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for upgrades of requests that a filter has moved to another thread, as Spring
 * Security does to check a password. What comes behind the handshake has been read by
 * then.
 */
class UpgradeOnAnotherThreadTests {

	private static final int CONNECTIONS = 100;

	private static final String COMPRESSION = "Sec-WebSocket-Extensions: permessage-deflate";

	private static final String REFUSED = "X-Refused: yes";

	private static final String HANDSHAKE = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
			+ "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

	private static TestServer server;

	private static TestServer http2;

	@BeforeAll
	static void start() {
		server = application("socketio.per-message-deflate.enabled=true", "socketio.http-timeouts.enabled=false")
			.start();
		http2 = application("socketio.per-message-deflate.enabled=true", "server.http2.enabled=true").start();
	}

	@AfterAll
	static void stop() {
		server.close();
		http2.close();
	}

	private static TestServer.Builder application(String... properties) {
		WebFilter moving = (exchange, chain) -> {
			Mono<Void> answer = Mono.defer(() -> {
				if (exchange.getRequest().getHeaders().containsHeader("X-Refused")) {
					exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
					return exchange.getResponse().setComplete();
				}
				return chain.filter(exchange);
			});
			return answer.subscribeOn(Schedulers.boundedElastic());
		};
		SocketIOServerCustomizer echo = (io) -> io.of("/")
			.onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0))));
		return TestServer.builder().customizer(echo).properties(properties).bean(WebFilter.class, moving);
	}

	private static List<TestServer> servers() {
		return List.of(server, http2);
	}

	@Test
	void theFirstFrameIsAnswered() {
		for (int i = 0; i < CONNECTIONS; i++) {
			try (RawWebSocket socket = RawWebSocket.joined(server)) {
				socket.text("2");
				assertThat(socket.readClose().status()).isEqualTo(1005);
			}
		}
	}

	/** Unmasked, reserved bits, an opcode that is none, HTTP, zeros and empty lines. */
	@ParameterizedTest
	@ValueSource(strings = { "\u0081\u0005hello", "\u00f1\u0080mask", "\u0083\u0080mask", "\u0083\u0080\0\0\0\0",
			"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\0\0\0", "\r\n\r\n", "xx",
			"\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff" })
	void bytesBehindTheHandshakeThatAreNoFrameCloseTheConnection(String bytes) {
		byte[] early = bytes.getBytes(StandardCharsets.ISO_8859_1);
		for (TestServer each : servers()) {
			String origin = "Origin: http://localhost:" + each.port();
			for (String[] headers : new String[][] { {}, { COMPRESSION }, { origin }, { origin, COMPRESSION } }) {
				try (RawWebSocket socket = new RawWebSocket(each, "", early, headers)) {
					assertThat(socket.readClose().status()).isEqualTo(1002);
				}
			}
		}
	}

	@Test
	void framesBehindTheHandshakeAreTakenInOrder() {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(RawWebSocket.textFrame("40"));
		for (int i = 0; i < CONNECTIONS; i++) {
			frames.writeBytes(RawWebSocket.textFrame("42" + i + "[\"ask\",\"" + i + "\\r\\n\"]"));
		}
		byte[] all = frames.toByteArray();
		int half = all.length / 2;
		for (TestServer each : servers()) {
			for (String[] headers : new String[][] { {}, { COMPRESSION } }) {
				try (RawWebSocket socket = new RawWebSocket(each, "", Arrays.copyOf(all, half), headers)) {
					socket.send(Arrays.copyOfRange(all, half, all.length));
					assertThat(socket.read().text()).startsWith("0{");
					assertThat(socket.read().text()).startsWith("40{");
					for (int i = 0; i < CONNECTIONS; i++) {
						assertThat(socket.read().text()).isEqualTo("43" + i + "[\"" + i + "\\r\\n\"]");
					}
				}
			}
		}
	}

	@Test
	void theHandshakeMayComeInTwoSegments() {
		String early = "\u0081\u0005\r\nhello";
		for (TestServer each : servers()) {
			for (int i : new int[] { 1, 40, HANDSHAKE.length() - 1, HANDSHAKE.length(), HANDSHAKE.length() + 1 }) {
				String all = HANDSHAKE + "\r\n" + early;
				try (RawHttp http = new RawHttp(each)) {
					http.send(all.substring(0, i).getBytes(StandardCharsets.ISO_8859_1));
					http.send(all.substring(i).getBytes(StandardCharsets.ISO_8859_1));
					assertThat(http.response().status()).isEqualTo(101);
					// The session's opening may come first.
					byte[] start = http.bytes(2);
					if (start[0] == (byte) 0x81) {
						http.bytes(((start[1] & 0x7f) == 126) ? http.bytes(2)[1] & 0xff : start[1]);
						start = http.bytes(2);
					}
					assertThat(start).containsExactly(0x88, 2);
					assertThat(http.bytes(2)).containsExactly(0x03, 0xea);
				}
			}
		}
	}

	@Test
	void requestsBehindAHandshakeThatIsRefusedAreAnswered() {
		String file = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n";
		for (TestServer each : servers()) {
			try (RawHttp http = new RawHttp(each)) {
				http.send(HANDSHAKE + REFUSED + "\r\n\r\n" + file + HANDSHAKE + REFUSED + "\r\n\r\n" + file + HANDSHAKE
						+ "\r\n\u0081\u0005hello");
				assertThat(http.response().status()).isEqualTo(401);
				assertThat(http.response().body()).startsWith("0{\"sid\"");
				assertThat(http.response().status()).isEqualTo(401);
				assertThat(http.response().body()).startsWith("0{\"sid\"");
				assertThat(http.response().status()).isEqualTo(101);
			}
		}
	}

	/** The engine refuses as the reference does, which closes the connection. */
	@Test
	void nothingFollowsTheEnginesRefusal() {
		for (TestServer each : servers()) {
			try (RawHttp http = new RawHttp(each)) {
				http.send(HANDSHAKE.replace("ZQ==", "") + "\r\n" + HANDSHAKE + "\r\n");
				assertThat(http.response().status()).isEqualTo(400);
				assertThat(http.isEnded()).isTrue();
			}
		}
	}

}
