package io.github.socketiospring.transport.websocket;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a WebSocket handshake may ask for and what it is answered: on a channel,
 * with compression on offer, on Spring's sessions and with cleartext HTTP/2 on offer.
 */
class WebSocketHandshakeTests {

	private static final String COMPRESSION = "Sec-WebSocket-Extensions: permessage-deflate";

	private static TestServer server;

	private static TestServer fallback;

	private static TestServer http2;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
		}, "socketio.per-message-deflate.enabled=true");
		fallback = TestServer.builder().bean(WebSocketTransport.class, FallbackKitTests.fallback()).start();
		http2 = TestServer.start(
				(io) -> io.of("/")
					.onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)))),
				"server.http2.enabled=true", "socketio.per-message-deflate.enabled=true");
	}

	@AfterAll
	static void stop() {
		server.close();
		fallback.close();
		http2.close();
	}

	private static @Nullable String chosen(TestServer server, String... headers) {
		try (RawWebSocket socket = RawWebSocket.joined(server, headers)) {
			return socket.handshake().header("Sec-WebSocket-Protocol");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZS4x",
			"dGhlIHNhbXBsZSBub25jZ-==", "dGhlIHNhbXBsZSBub25j ZQ==", "dGhlIHNhbXBsZSBub25jZ===",
			"=Ghl5HNhbXBsZSBub25jZQ==", "d==lIHNhbXBsZSBub25jZQ==", "" })
	void aKeyThatIsNotBase64Of16BytesIsRefused(String key) {
		assertThat(statusFor(key)).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "AAAAAAAAAAAAAAAAAAAAAA==", "////////////////////9+==", "zZ09+/aA5bB6cC7dD8eE9g==" })
	void anyOtherKeyIsTaken(String key) {
		assertThat(statusFor(key)).isEqualTo(101);
	}

	private static int statusFor(String key) {
		return RawHttp
			.exchange(server, "GET", "/socket.io/?EIO=4&transport=websocket", "Connection: Upgrade",
					"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + key)
			.status();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "a|a", "a,b|a", "a, b|a", "a , b|a", "a\t,b|a", "chat.v2, chat.v1|chat.v2" })
	void theFirstSubprotocolThatIsOfferedIsChosen(String offered, String chosen) {
		String header = "Sec-WebSocket-Protocol: " + offered;
		assertThat(chosen(server, header)).isEqualTo(chosen);
		assertThat(chosen(server, header, COMPRESSION)).isEqualTo(chosen);
		assertThat(chosen(fallback, header)).isEqualTo(chosen);
		assertThat(chosen(http2, header, COMPRESSION)).isEqualTo(chosen);
	}

	@Test
	void noSubprotocolIsChosenIfNoneIsOffered() {
		assertThat(chosen(server)).isNull();
		assertThat(chosen(server, COMPRESSION)).isNull();
		assertThat(chosen(fallback)).isNull();
	}

	@Test
	void compressionIsAgreedUponBesideCleartextHttp2() {
		try (RawWebSocket socket = RawWebSocket.joined(http2, COMPRESSION)) {
			assertThat(socket.handshake().header("Sec-WebSocket-Extensions")).startsWith("permessage-deflate");
			socket.text("420[\"ask\",\"" + "a".repeat(2000) + "\"]");
			RawWebSocket.Frame answer = socket.read();
			assertThat(answer.rsv()).isEqualTo(4);
			assertThat(answer.payload()).hasSizeLessThan(200);
		}
	}

	@Test
	void withoutCompressionThereAreWebSocketsBesideCleartextHttp2() {
		try (RawWebSocket socket = RawWebSocket.joined(http2)) {
			assertThat(socket.handshake().header("Sec-WebSocket-Extensions")).isNull();
			socket.text("420[\"ask\",\"" + "a".repeat(2000) + "\"]");
			assertThat(socket.read().text()).startsWith("430[\"aaa");
		}
	}

	/** Unmasked, reserved bits, an opcode that is none, HTTP and zeros. */
	@ParameterizedTest
	@ValueSource(strings = { "\u0081\u0005hello", "\u00f1\u0080mask", "\u0083\u0080mask", "GET / HTTP/1.1\r\n\r\n",
			"\0\0\0\0", "\r\n\r\n", "xx", "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff" })
	void bytesBehindTheHandshakeThatAreNoFrameCloseTheConnection(String bytes) {
		byte[] early = bytes.getBytes(StandardCharsets.ISO_8859_1);
		for (String[] headers : new String[][] { {}, { COMPRESSION } }) {
			try (RawWebSocket socket = new RawWebSocket(server, "", early, headers)) {
				assertThat(socket.readClose().status()).isEqualTo(1002);
				assertThat(socket.http().isEnded()).isTrue();
			}
			try (RawWebSocket socket = new RawWebSocket(http2, "", early, headers)) {
				assertThat(socket.readClose().status()).isEqualTo(1002);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0081\u0005hello", "xx" })
	void soDoTheyIfTheSessionExists(String bytes) {
		byte[] early = bytes.getBytes(StandardCharsets.ISO_8859_1);
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = new RawWebSocket(server, "&sid=" + session.sid(), early)) {
			assertThat(socket.readClose().status()).isEqualTo(1002);
		}
	}

}
