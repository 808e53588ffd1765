package io.github.socketiospring.transport.polling;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients of Engine.IO 3 should never send. Whatever it is, the protocol answers it,
 * and the clients beside notice nothing.
 */
class Eio3DefenceTests {

	private static final String TARGET = "/socket.io/?EIO=3&transport=polling";

	private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";

	private static final String UNKNOWN_SID = "{\"code\":1,\"message\":\"Session ID unknown\"}";

	private static final int MAX_PACKETS = 20;

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	private static OldSocketIoClient pollingBystander;

	private static OldSocketIoClient webSocketBystander;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			socket.on("echo", (arguments, ack) -> ack.send(arguments.get(0)));
		}))
			.properties("socketio.limits.max-packets-per-payload=" + MAX_PACKETS,
					"socketio.max-http-buffer-size=10000B")
			.virtualTime()
			.start();
		pollingBystander = new OldSocketIoClient(new PollingWire(server, new Eio3Dialect(), "&t=Ab1"));
		webSocketBystander = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""));
		for (OldSocketIoClient bystander : new OldSocketIoClient[] { pollingBystander, webSocketBystander }) {
			bystander.open();
			bystander.join("/");
		}
	}

	@AfterAll
	static void stop() {
		pollingBystander.close();
		webSocketBystander.close();
		server.close();
	}

	@AfterEach
	void othersAreNotDisturbed() {
		assertThat(pollingBystander.call("/", "echo", "\u20ac")).containsExactly("\u20ac");
		assertThat(webSocketBystander.call("/", "echo", new byte[] { 1 })).usingRecursiveFieldByFieldElementComparator()
			.containsExactly(new byte[] { 1 });
		assertThat(pollingBystander.waiting()).isZero();
		assertThat(webSocketBystander.waiting()).isZero();
	}

	private static String joined() {
		String sid = PollingSession.of(server, RawHttp.exchange(server, "GET", TARGET)).sid();
		assertThat(poll(sid).body()).isEqualTo("2:40");
		return sid;
	}

	private static RawHttp.Response poll(String sid) {
		return RawHttp.exchange(server, "GET", TARGET + "&sid=" + sid);
	}

	private static RawHttp.Response post(String sid, byte[] body, String contentType) {
		try (RawHttp http = new RawHttp(server)) {
			http.send("POST " + TARGET + "&sid=" + sid + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType
					+ "\r\nContent-Length: " + body.length + "\r\n\r\n");
			http.send(body);
			return http.response();
		}
	}

	private static void assertEndsTheSession(byte[] body, String contentType) {
		String sid = joined();
		RawHttp.Response response = post(sid, body, contentType);
		assertThat(response.status()).as(response.body()).isIn(200, 400);
		REASONS.await(sid, DisconnectReason.PARSE_ERROR, DisconnectReason.TRANSPORT_ERROR);
		RawHttp.Response next = poll(sid);
		if (next.status() == 200) {
			// What is wrong above Engine.IO ends a session with a goodbye.
			assertThat(next.body()).isEqualTo("1:1");
			next = poll(sid);
		}
		assertThat(next.status()).isEqualTo(400);
		assertThat(next.body()).isEqualTo(UNKNOWN_SID);
	}

	static Stream<String> lyingTexts() {
		return Stream.of("", "4", ":", ":4", "0:", "0:2:42", "1:", "2:4", "1:42", "-1:4", "+1:4", "1e1:4", "0x1:4",
				"1.0:4", " 1:4", "1;4", "NaN:4", "Infinity:4", "9999:4x", "2147483647:4", "2147483648:4",
				"4294967297:4", "9223372036854775808:4", "3:4\ud83d\ude00\ud83d", "2:4\ud83d\ude00", "1:21:21",
				"1:2__proto__:4", "constructor:4", "9".repeat(9_000), "0".repeat(9_000), "0".repeat(9_000) + ":",
				"1".repeat(9_000) + ":4", "1:7", "1:8", "1:a", "1:b", "2:b2", "2:bb", "2:b*", "6:b4AQ=D", "4:b4A=",
				"4:b4*!", "6:b4====", "5:b4AQI", "6:b4\u20ac\u20ac\u20ac\u20ac", "1:3");
	}

	@ParameterizedTest
	@MethodSource("lyingTexts")
	void textThatIsNoPayload(String body) {
		assertEndsTheSession(body.getBytes(StandardCharsets.UTF_8), "text/plain;charset=UTF-8");
	}

	static Stream<byte[]> lyingBytes() {
		byte[] endless = new byte[9_000];
		Arrays.fill(endless, (byte) 9);
		endless[0] = 0;
		byte[] zeros = new byte[9_000];
		byte[] marks = new byte[9_000];
		Arrays.fill(marks, (byte) 0xff);
		return Stream.of(bytes(), bytes(0), bytes(1), bytes(0, 255), bytes(0, 0, 255), bytes(0, 1, 255),
				bytes(0, 9, 255, '4'), bytes(0, 1, 255, '4', 0), bytes(2, 1, 255, '4'), bytes(255, 1, 255, '4'),
				bytes('1', ':', '4'), bytes(0, 10, 255, '4'), bytes(0, '1', 255, '4'), bytes(0, 254, 255, '4'),
				bytes(0, 2, 1, 4, 7, 4, 8, 3, 6, 4, 7, 255, '4'), bytes(0, 4, 2, 9, 4, 9, 6, 7, 2, 9, 7, 255, '4'),
				bytes(0, 1, 255, '7'), bytes(0, 1, 255, 'x'), bytes(0, 2, 255, '4', 0xc3),
				bytes(0, 4, 255, '4', 0xed, 0xa0, 0x80), bytes(0, 2, 255, 'b', '4', 1), bytes(1, 1, 255, 0),
				bytes(1, 1, 255, '4'), bytes(1, 2, 255, 2, 1), bytes(1, 2, 255, 4, 1),
				bytes(0, 4, 255, 'b', '4', '*', '*'), endless, zeros, marks);
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	@ParameterizedTest
	@MethodSource("lyingBytes")
	void bytesThatAreNoPayload(byte[] body) {
		assertEndsTheSession(body, "application/octet-stream");
	}

	@Test
	void textThatIsNotUtf8() {
		assertEndsTheSession(bytes('2', ':', '4', 0xff), "text/plain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "9x", "x", "b", "b5AQID", "bAQID", "b4*", "b4A", "3", "47", "44\"x\"", "b4AQID" })
	void frameThatIsNoPacket(String frame) {
		try (RawWebSocket socket = webSocket()) {
			String sid = sid(socket);
			socket.text(frame);
			socket.readClose();
			REASONS.await(sid, DisconnectReason.PARSE_ERROR, DisconnectReason.TRANSPORT_ERROR);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1, 2, 3, 4, 5, 6, 7, '4', 255 })
	void binaryFrameThatIsNoMessage(int type) {
		try (RawWebSocket socket = webSocket()) {
			String sid = sid(socket);
			socket.send(true, RawWebSocket.BINARY, (type < 0) ? bytes() : bytes(type, 1));
			socket.readClose();
			REASONS.await(sid, DisconnectReason.PARSE_ERROR);
		}
	}

	private static RawWebSocket webSocket() {
		return RawWebSocket.connect(server, "3");
	}

	private static String sid(RawWebSocket socket) {
		String opening = socket.read().text();
		assertThat(socket.read().text()).isEqualTo("40");
		return opening.substring(9, 29);
	}

	@Test
	void asManyPacketsAsAllowedAndNotOneMore() {
		String sid = joined();
		assertThat(post(sid, "1:2".repeat(MAX_PACKETS).getBytes(StandardCharsets.US_ASCII), "text/plain").body())
			.isEqualTo("ok");
		assertEndsTheSession("1:2".repeat(MAX_PACKETS + 1).getBytes(StandardCharsets.US_ASCII), "text/plain");
		StringBuilder binary = new StringBuilder();
		for (int i = 0; i <= MAX_PACKETS; i++) {
			binary.append("\u0000\u0001\u00ff2");
		}
		assertEndsTheSession(binary.toString().getBytes(StandardCharsets.ISO_8859_1), "application/octet-stream");
	}

	@Test
	void bodiesAndMessagesBeyondTheLimit() {
		String sid = joined();
		assertThat(post(sid, "9999:4".concat("x".repeat(9_998)).getBytes(StandardCharsets.US_ASCII), "text/plain")
			.status()).isEqualTo(413);
		assertThat(post(sid, "1:2".getBytes(StandardCharsets.US_ASCII), "text/plain").body()).isEqualTo("ok");
		try (RawWebSocket socket = webSocket()) {
			sid(socket);
			socket.sendWhatFits(RawWebSocket.textFrame("4" + "x".repeat(10_000)));
			assertThat(socket.readClose().status()).isEqualTo(1009);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "&j=a", "&j=-1", "&j=1.0", "&j=1;alert(1)", "&j=12345678901", "&j=%D9%A1", "&j=%00",
			"&j=1%20", "&j=0x1" })
	void callbackThatIsNoNumber(String j) {
		for (String more : new String[] { j, j + "&b64=1", j + "&sid=" + joined() }) {
			RawHttp.Response response = RawHttp.exchange(server, "GET", TARGET + more);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.body()).isEqualTo(BAD_REQUEST);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "x", "d", "d=", "d=%zz", "d=x", "e=2:42", "d=1:7", "d=99:4", "d=%00%01%ff4", "d=4:b4*!" })
	void formThatHoldsNoPayload(String form) {
		String sid = joined();
		RawHttp.Response response = RawHttp.post(server, TARGET + "&j=0&sid=" + sid, form,
				"Content-Type: application/x-www-form-urlencoded");
		assertThat(response.status()).isIn(200, 400);
		REASONS.await(sid, DisconnectReason.PARSE_ERROR, DisconnectReason.TRANSPORT_ERROR);
	}

	@Test
	void requestsOfAnotherRevisionAreRefusedAndDoNoHarm() {
		String old = joined();
		PollingSession current = PollingSession.joined(server);
		for (String method : new String[] { "GET", "POST" }) {
			for (String target : new String[] { PollingSession.HANDSHAKE + "&sid=" + old,
					TARGET + "&sid=" + current.sid(), "/socket.io/?transport=polling&sid=" + current.sid() }) {
				RawHttp.Response response = RawHttp.exchange(server, method, target, "Content-Length: 0");
				assertThat(response.status()).as(target).isEqualTo(400);
				assertThat(response.body()).isEqualTo(BAD_REQUEST);
			}
		}
		assertUpgradeRefused("EIO=4&transport=websocket&sid=" + old);
		assertUpgradeRefused("EIO=3&transport=websocket&sid=" + current.sid());
		assertThat(post(old, "1:2".getBytes(StandardCharsets.US_ASCII), "text/plain").body()).isEqualTo("ok");
		assertThat(poll(old).body()).isEqualTo("1:3");
		assertThat(current.post("42[\"echo\"]").body()).isEqualTo("ok");
	}

	private static void assertUpgradeRefused(String query) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/?" + query, "Connection: Upgrade",
				"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("Bad request");
	}

}
