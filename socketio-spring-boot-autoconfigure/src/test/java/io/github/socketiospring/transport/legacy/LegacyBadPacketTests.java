package io.github.socketiospring.transport.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a client of protocol 1 sends that is no packet, or is for nobody: it is dropped,
 * and the session lives, unless not even the body of the request can be read.
 */
class LegacyBadPacketTests extends LegacyServer {

	static Stream<String> malformed() {
		return Stream.of("x", "garbage", "5", "9::", "9:::", "b4AQ==", "{}", "5:::", "5::", "5:::{", "5:::{not json",
				"5:::[]", "5:::{}", "4:::", "4:::1]", "6:::", "6:::x", "6:::1+{}",
				"5:99999999999999999999+::{\"name\":\"note\"}", "5:9007199254740992::{\"name\":\"note\"}", "3::chat:x",
				"1::chat", "0::chat", "1:", "5:::{\"name\":\"note\"}x", "5:::{\"name\":5}",
				"5:::{\"name\":\"" + "x".repeat(257) + "\"}", "5:::{\"name\":\"e\",\"args\":" + "[".repeat(200),
				"\ufffd", "\ufffd3", "\ufffd3\ufffd", "\ufffd0\ufffd", "\ufffd0\ufffd\ufffd3\ufffd2::",
				"\ufffd4\ufffd2::", "\ufffd2\ufffd2::", "\ufffd3\ufffd2::x", "\ufffd99999999999999999999\ufffd2::",
				"\ufffd-3\ufffd2::", "\ufffd3\ufffd9::", "\ufffd3\ufffd2::".repeat(6));
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void whatIsNoPacketIsDropped(String payload) {
		LegacySession session = LegacySession.joined(server);
		assertThat(session.post(payload).body()).isEqualTo("1");
		session.post("5:7+::{\"name\":\"ask\",\"args\":[\"alive\"]}");
		List<String> answers = session.packetsUntil("6:::7+[\"alive\"]");
		answers.remove("6:::7+[\"alive\"]");
		assertThat(answers).containsExactly(INVALID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "d=%22x%22", "d=%22%EF%BF%BD9%EF%BF%BD2::%22" })
	void whatIsNoPacketInAFormIsDropped(String body) {
		LegacySession session = LegacySession.joined(server);
		assertThat(RawHttp.post(server, session.target("jsonp-polling"), body).status()).isEqualTo(200);
		assertLives(session, 1);
	}

	@Test
	void packetsNestedTooDeeplyAreDropped() {
		try (TestServer large = TestServer.start((io) -> io.of("/")
			.onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)))))) {
			LegacySession session = LegacySession.joined(large);
			String nested = "[".repeat(100_000);
			for (String packet : List.of("5:::{\"name\":\"ask\",\"args\":[" + nested, "4:::" + nested,
					"6:::1+" + nested)) {
				assertThat(session.post(packet).body()).isEqualTo("1");
			}
			assertLives(session, 3);
		}
	}

	@Test
	void tooMuchThatIsNoPacketEndsTheSession() {
		LegacySession session = LegacySession.joined(server);
		for (int i = 0; i < 101; i++) {
			session.post("garbage");
		}
		REASONS.await(session.sid(), DisconnectReason.PARSE_ERROR);
		assertThat(session.post("2::").body()).isEqualTo(LegacySession.UNKNOWN);
	}

	@Test
	void tooManyBadLengthsEndTheSession() {
		LegacySession session = LegacySession.joined(server);
		for (int i = 0; i < 101; i++) {
			session.post("\ufffd9\ufffd3:::late");
		}
		REASONS.await(session.sid(), DisconnectReason.PARSE_ERROR);
		assertThat(session.post("2::").body()).isEqualTo(LegacySession.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "d=", "3:::x", "d=3:::x", "d=%22", "d=%223:::x", "d=%22%zz%22", "d=%22%ff%22",
			"d=null", "d=%5B%5D", "e=%223:::x%22" })
	void whatIsNoFormEndsTheSession(String body) {
		LegacySession session = LegacySession.joined(server);
		assertThat(RawHttp.post(server, session.target("jsonp-polling"), body).status()).isIn(200, 400);
		REASONS.await(session.sid(), DisconnectReason.PARSE_ERROR);
		session.awaitUnknown();
	}

	@Test
	void aBodyMustBeUtf8() {
		for (byte[] invalid : new byte[][] { { (byte) 0xff }, { (byte) 0xed, (byte) 0xa0, (byte) 0x80 },
				{ (byte) 0xc3 } }) {
			LegacySession session = LegacySession.joined(server);
			try (RawHttp post = new RawHttp(server)) {
				post.send("POST " + session.target("xhr-polling") + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
						+ (4 + invalid.length) + "\r\n\r\n3:::");
				post.send(invalid);
				RawHttp.Response response = post.response();
				assertThat(response.status()).isEqualTo(400);
				assertThat(response.bytes()).isEmpty();
			}
			REASONS.await(session.sid(), DisconnectReason.PARSE_ERROR);
			session.awaitUnknown();
		}
		assertThat(RECEIVED).isEmpty();
	}

	@Test
	void aBadPacketIsDroppedAndABadLengthAllBehindIt() {
		LegacySession session = LegacySession.joined(server);
		session.post(LegacySession.frames("3:::good", "5:::{", "3:::too"));
		session.post(LegacySession.frames("3:::before") + "\ufffd9\ufffd3:::late");
		await().until(() -> RECEIVED.contains("before"));
		assertThat(RECEIVED).containsExactly("good", "too", "before");
		assertLives(session, 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "3::/chat:x", "5::/nowhere:{\"name\":\"e\"}", "6::/chat:1", "0::/chat", "4:1:/chat:1" })
	void whatANamespaceGetsThatWasNotJoinedIsDropped(String packet) {
		LegacySession session = LegacySession.joined(server);
		session.post(packet);
		assertLives(session);
	}

	@ParameterizedTest
	@ValueSource(strings = { "3::/closed:x", "5::/closed:{\"name\":\"e\"}", "6::/closed:1", "4::/closed:1" })
	void whatANamespaceGetsThatRefusedIsDropped(String packet) {
		LegacySession session = LegacySession.joined(server);
		session.post("1::/closed");
		assertThat(session.get().body()).isEqualTo("7::/closed:2");
		session.post(packet);
		assertLives(session);
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void whatIsNoPacketIsDroppedOnAWebSocket(String payload) {
		LegacySession session = LegacySession.open(server);
		try (RawHttp socket = LegacySession.webSocket(server, session.target("websocket"))) {
			assertThat(LegacySession.frame(socket)).isEqualTo("1 1::");
			socket.send(RawWebSocket.textFrame(payload));
			socket.send(RawWebSocket.textFrame("5:7+::{\"name\":\"ask\",\"args\":[1]}"));
			List<String> answers = new ArrayList<>();
			String answer = LegacySession.frame(socket);
			while (!answer.equals("1 6:::7+[1]")) {
				answers.add(answer.substring(2));
				answer = LegacySession.frame(socket);
			}
			assertThat(answers).containsExactly(INVALID);
		}
	}

	@Test
	void aWebSocketHasNoBinaryMessages() {
		LegacySession session = LegacySession.open(server);
		try (RawHttp socket = LegacySession.webSocket(server, session.target("websocket"))) {
			assertThat(LegacySession.frame(socket)).isEqualTo("1 1::");
			socket.send(RawWebSocket.frame(true, 0, RawWebSocket.BINARY, new byte[] { 4, 1, 2 }));
			assertThat(LegacySession.frame(socket)).isEqualTo("1 " + INVALID);
			assertLives(socket);
		}
	}

	@Test
	void anEmptyMessageMeansNothing() {
		LegacySession session = LegacySession.open(server);
		try (RawHttp socket = LegacySession.webSocket(server, session.target("websocket"))) {
			assertThat(LegacySession.frame(socket)).isEqualTo("1 1::");
			socket.send(RawWebSocket.textFrame(""));
			socket.send(RawWebSocket.textFrame("3:1::still here"));
			assertThat(LegacySession.frame(socket)).isEqualTo("1 6:::1");
		}
	}

	private static void assertLives(RawHttp socket) {
		socket.send(RawWebSocket.textFrame("5:7+::{\"name\":\"ask\",\"args\":[1]}"));
		assertThat(LegacySession.frame(socket)).isEqualTo("1 6:::7+[1]");
	}

}
