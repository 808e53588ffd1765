package io.github.socketiospring.transport.hixie;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.HixieWebSocket;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * WebSockets of draft 76, byte by byte.
 */
class HixieUpgradeTests {

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			socket.on("echo", (arguments, ack) -> socket.emit("echo", arguments.get(0), socket.transport()));
			socket.on("kick", (arguments, ack) -> socket.disconnect(true));
		})).virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static String handshake() {
		String line = RawHttp.exchange(server, "GET", "/socket.io/1/?t=1").body();
		return line.substring(0, line.indexOf(':'));
	}

	private static String target(String sid) {
		return "/socket.io/1/flashsocket/" + sid + "?a=b";
	}

	@Test
	void carriesPacketsBothWays() {
		String sid = handshake();
		try (HixieWebSocket socket = HixieWebSocket.open(server, target(sid))) {
			assertThat(socket.read()).isEqualTo("1::");
			socket.text("5:::{\"name\":\"echo\",\"args\":[\"é \ufffd 👩‍👩‍👧 𝒳\"]}");
			assertThat(socket.read())
				.isEqualTo("5:::{\"name\":\"echo\",\"args\":[\"é \ufffd 👩‍👩‍👧 𝒳\",\"flashsocket\"]}");
		}
		assertThat(REASONS.of(sid)).isNull();
		// The server may not have noticed yet.
		await().until(() -> {
			server.clock().advance(Duration.ofSeconds(61));
			return REASONS.of(sid) != null;
		});
		assertThat(REASONS.of(sid)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
	}

	@Test
	void comesInAnyPieces() {
		String target = target(handshake());
		RawHttp http = new RawHttp(server);
		for (byte b : (HixieWebSocket.head(server, target) + HixieWebSocket.KEY).getBytes(StandardCharsets.US_ASCII)) {
			http.send(new byte[] { b });
		}
		try (HixieWebSocket socket = HixieWebSocket.opened(server, target, http)) {
			assertThat(socket.read()).isEqualTo("1::");
			for (byte b : HixieWebSocket.frame("5:::{\"name\":\"echo\",\"args\":[1]}")) {
				socket.send(b);
			}
			assertThat(socket.read()).isEqualTo("5:::{\"name\":\"echo\",\"args\":[1,\"flashsocket\"]}");
		}
	}

	@Test
	void framesMayComeWithTheHandshake() {
		String target = target(handshake());
		RawHttp http = new RawHttp(server);
		byte[] frame = HixieWebSocket.frame("5:::{\"name\":\"echo\",\"args\":[1]}");
		byte[] head = (HixieWebSocket.head(server, target) + HixieWebSocket.KEY).getBytes(StandardCharsets.US_ASCII);
		byte[] all = Arrays.copyOf(head, head.length + frame.length);
		System.arraycopy(frame, 0, all, head.length, frame.length);
		http.send(all);
		try (HixieWebSocket socket = HixieWebSocket.opened(server, target, http)) {
			assertThat(socket.read()).isEqualTo("1::");
			assertThat(socket.read()).isEqualTo("5:::{\"name\":\"echo\",\"args\":[1,\"flashsocket\"]}");
		}
	}

	@Test
	void closesAsTheDraftSays() {
		try (HixieWebSocket socket = HixieWebSocket.open(server, target(handshake()))) {
			assertThat(socket.read()).isEqualTo("1::");
			socket.send((byte) 0xff, (byte) 0);
			assertThat(socket.read()).isNull();
			assertThat(socket.isEnded()).isTrue();
		}
	}

	@Test
	void theServerCloses() {
		try (HixieWebSocket socket = HixieWebSocket.open(server, target(handshake()))) {
			assertThat(socket.read()).isEqualTo("1::");
			socket.text("5:::{\"name\":\"kick\"}");
			assertThat(socket.read()).isEqualTo("0::");
			assertThat(socket.read()).isNull();
			assertThat(socket.isEnded()).isTrue();
		}
	}

	@Test
	void whatWasNotReadIsSentAgain() {
		String sid = handshake();
		HixieWebSocket first = HixieWebSocket.open(server, target(sid));
		assertThat(first.read()).isEqualTo("1::");
		first.drop();
		await().until(() -> !server.legacySessions().find(sid).isWritable());
		server.io().emit("news", 1);
		try (HixieWebSocket second = HixieWebSocket.open(server, target(sid))) {
			assertThat(second.read()).isEqualTo("5:::{\"name\":\"news\",\"args\":[1]}");
		}
	}

	@Test
	void anUnknownSessionIsTold() {
		try (HixieWebSocket socket = HixieWebSocket.open(server, target("nobody"))) {
			assertThat(socket.read()).isEqualTo("7:::1+0");
			assertThat(socket.read()).isNull();
			assertThat(socket.isEnded()).isTrue();
		}
	}

	@Test
	void theNameOfTheTransportIsTheClients() {
		String target = "/socket.io/1/websocket/" + handshake();
		try (HixieWebSocket socket = HixieWebSocket.open(server, target)) {
			assertThat(socket.read()).isEqualTo("1::");
			socket.text("5:::{\"name\":\"echo\",\"args\":[1]}");
			assertThat(socket.read()).isEqualTo("5:::{\"name\":\"echo\",\"args\":[1,\"websocket\"]}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-WebSocket-Key1: 4@146546xW%0l15", "Sec-WebSocket-Key1: 5 5 5",
			"Sec-WebSocket-Key1: no digits", "Sec-WebSocket-Key1: 99999999999999999999 9", "Sec-WebSocket-Key1:" })
	void badKeysAreRefused(String key) {
		try (RawHttp http = new RawHttp(server)) {
			String head = HixieWebSocket.head(server, target(handshake()));
			http.send(head.replaceFirst("Sec-WebSocket-Key1: [^\r]*", Matcher.quoteReplacement(key))
					+ HixieWebSocket.KEY);
			assertThat(http.response().status()).isEqualTo(400);
			assertThat(http.isEnded()).isTrue();
		}
	}

	@Test
	void aDefaultPortThatIsSpelledOutIsTheDefaultPort() {
		try (RawHttp http = new RawHttp(server)) {
			String head = HixieWebSocket.head(server, target(handshake()))
				.replaceFirst("Host: [^\r]*", "Host: example.com:443")
				.replaceFirst("Origin: [^\r]*", "Origin: https://example.com");
			http.send(head + HixieWebSocket.KEY);
			assertThat(http.response().status()).isEqualTo(101);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Origin: http://elsewhere.example", "Origin: null", "X-Nothing: 1" })
	void otherOriginsAreRefused(String origin) {
		try (RawHttp http = new RawHttp(server)) {
			String head = HixieWebSocket.head(server, target(handshake()));
			http.send(head.replaceFirst("Origin: [^\r]*", origin) + HixieWebSocket.KEY);
			assertThat(http.response().status()).isEqualTo(403);
			assertThat(http.isEnded()).isTrue();
		}
	}

	@Test
	void otherTransportsAreNotFound() {
		try (RawHttp http = new RawHttp(server)) {
			http.send(HixieWebSocket.head(server, "/socket.io/1/htmlfile/" + handshake()) + HixieWebSocket.KEY);
			assertThat(http.response().status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(bytes = { 1, 5, (byte) 0x80, (byte) 0x81 })
	void otherFramesEndTheConnection(byte type) {
		try (HixieWebSocket socket = HixieWebSocket.open(server, target(handshake()))) {
			assertThat(socket.read()).isEqualTo("1::");
			socket.send(type, (byte) 1, (byte) 0x31, (byte) 0xff);
			await().until(socket::isEnded);
		}
	}

	@Test
	void whatIsTooLargeEndsTheConnection() {
		try (HixieWebSocket socket = HixieWebSocket.open(server, target(handshake()))) {
			assertThat(socket.read()).isEqualTo("1::");
			try {
				socket.text("3:::" + "x".repeat(1_000_001));
			}
			catch (UncheckedIOException ex) {
				// The server has not read all of it.
			}
			await().until(socket::isEnded);
		}
	}

	@Test
	void everythingElseReachesTheHttpServer() {
		try (RawHttp http = new RawHttp(server)) {
			http.send("GET /socket.io/1/flashsock");
			http.send("et/x HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(http.response().status()).isEqualTo(400);
			http.send("GET /socket.io/1/?t=1 HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(http.response().body()).endsWith("jsonp-polling");
		}
		try (RawHttp http = new RawHttp(server)) {
			http.send("GET /socket.io/1/flashsocket/" + "x".repeat(9_000));
			assertThat(http.response().status()).isEqualTo(414);
		}
		String target = "/socket.io/1/flashsocket/" + handshake();
		try (RawWebSocket socket = RawWebSocket.at(server, target)) {
			assertThat(socket.read().text()).isEqualTo("1::");
		}
	}

}
