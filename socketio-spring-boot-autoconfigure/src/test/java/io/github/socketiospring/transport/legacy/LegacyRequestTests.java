package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sessions of protocol 1 that are unknown, that end, and that use other transports than
 * polling, byte for byte.
 */
class LegacyRequestTests extends LegacyServer {

	@Test
	void aWebSocketThatIsClosedProperlyEndsTheSession() {
		LegacySession session = LegacySession.open(server);
		try (RawWebSocket socket = RawWebSocket.at(server, session.target("websocket"))) {
			assertThat(socket.read().text()).isEqualTo("1::");
			socket.http().send(RawWebSocket.frame(true, 0, RawWebSocket.CLOSE, new byte[] { 3, (byte) 0xe9 }));
			REASONS.await(session.sid(), DisconnectReason.TRANSPORT_CLOSE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "__proto__", "constructor", "toString", "AAAAAAAAAAAAAAAAAAAA", "%2e%2e", "a:b",
			"EIO4" })
	void anUnknownSessionIsToldInTheFormOfItsTransport(String name) {
		String sid = name.equals("EIO4") ? this.neighbour.sid() : name;
		for (String transport : List.of("xhr-polling", "jsonp-polling", "htmlfile", "xhr-multipart")) {
			boolean script = transport.equals("jsonp-polling");
			String told = script ? "io.j[3](\"7:::1+0\");" : LegacySession.UNKNOWN;
			RawHttp.Response post = RawHttp.post(server, LegacySession.target(transport, sid), "0::");
			assertThat(post.status()).isEqualTo(200);
			assertThat(post.body()).isEqualTo(told);
			RawHttp.Response response = get(LegacySession.target(transport, sid));
			assertThat(response.status()).isEqualTo(200);
			String type = response.header("Content-Type");
			assertThat(response.body()).isEqualTo(switch (transport) {
				case "htmlfile" -> STREAM + "<script>_(\"7:::1+0\");</script>";
				case "xhr-multipart" -> "--" + boundary(type) + "\r\n" + part(boundary(type), LegacySession.UNKNOWN);
				default -> told;
			});
			assertThat(type).isEqualTo(switch (transport) {
				case "htmlfile" -> "text/html; charset=UTF-8";
				case "xhr-multipart" -> "multipart/x-mixed-replace;boundary=\"" + boundary(type) + "\"";
				case "jsonp-polling" -> "text/javascript; charset=UTF-8";
				default -> "text/plain; charset=UTF-8";
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "__proto__", "constructor", "EIO4" })
	void anUnknownSessionIsToldOnAWebSocket(String name) {
		String sid = name.equals("EIO4") ? this.neighbour.sid() : name;
		for (String transport : List.of("websocket", "flashsocket")) {
			try (RawHttp socket = LegacySession.webSocket(server, LegacySession.target(transport, sid))) {
				assertThat(LegacySession.frame(socket)).isEqualTo("1 7:::1+0");
				assertThat(LegacySession.frame(socket)).startsWith("8 ");
				assertThat(socket.isEnded()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "xhr-polling", "websocket", "htmlfile", "none" })
	void aSessionKeepsItsRevision(String transport) {
		LegacySession session = LegacySession.open(server);
		try (RawHttp connection = new RawHttp(server)) {
			if (transport.equals("websocket")) {
				connection.request("GET", session.target(transport), null, LegacySession.UPGRADE);
				assertThat(connection.response().status()).isEqualTo(101);
				assertThat(LegacySession.frame(connection)).isEqualTo("1 1::");
			}
			else if (!transport.equals("none")) {
				connection.request("GET", session.target(transport), null);
				await().until(() -> server.legacySessions().find(session.sid()).session().isOpen());
			}
			for (String revision : List.of("EIO=4", "EIO=3", "EIO=1", "")) {
				for (String type : List.of("polling", "websocket", "htmlfile", transport)) {
					String target = "/socket.io/?" + revision + "&transport=" + type + "&sid=" + session.sid();
					assertThat(get(target).status()).isEqualTo(400);
					assertThat(RawHttp.post(server, target, "1").status()).isEqualTo(400);
					assertThat(RawHttp.exchange(server, "GET", target, LegacySession.UPGRADE).status()).isEqualTo(400);
				}
			}
			assertThat(server.legacySessions().find(session.sid())).isNotNull();
			assertThat(REASONS.of(session.sid())).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "xhr", "XHR-POLLING", "webtransport", "", "__proto__", "xhr_polling" })
	void otherTransportsAreRefused(String transport) {
		LegacySession session = LegacySession.joined(server);
		for (String method : List.of("GET", "POST")) {
			RawHttp.Response response = RawHttp.exchange(server, method,
					LegacySession.HANDSHAKE + transport + "/" + session.sid());
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.bytes()).isEmpty();
		}
		assertThat(session.post("2::").body()).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FOO" })
	void otherMethodsOnASessionDoNoHarm(String method) {
		LegacySession session = LegacySession.joined(server);
		for (String transport : List.of("xhr-polling", "jsonp-polling", "htmlfile", "xhr-multipart", "websocket")) {
			assertThat(RawHttp.exchange(server, method, session.target(transport)).status()).isBetween(400, 499);
		}
		assertThat(RawHttp.exchange(server, method, session.target("xhr-polling") + "?disconnect").status())
			.isBetween(400, 499);
		assertThat(session.post("2::").body()).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "flashsocket" })
	void aWebSocketNeedsAHandshake(String transport) {
		LegacySession session = LegacySession.open(server);
		for (String sid : List.of(session.sid(), "abc")) {
			String target = LegacySession.target(transport, sid);
			assertThat(get(target).status()).isEqualTo(400);
			assertThat(RawHttp.post(server, target, "0::").status()).isEqualTo(400);
			assertThat(RawHttp.exchange(server, "POST", target, LegacySession.UPGRADE).status()).isEqualTo(400);
			for (int missing = 0; missing < LegacySession.UPGRADE.length; missing++) {
				String[] headers = LegacySession.UPGRADE.clone();
				headers[missing] = "X-Nothing: 1";
				assertThat(RawHttp.exchange(server, "GET", target, headers).status()).isEqualTo(400);
			}
		}
		assertThat(session.get().body()).isEqualTo("1::");
	}

	@ParameterizedTest
	@CsvSource({ "GET, xhr-polling/SID?disconnect", "GET, xhr-polling/SID?disconnect=1", "GET, /SID/?disconnect=1",
			"GET, /SID?t=5&disconnect", "GET, websocket/SID?disconnect=", "GET, nonsense/SID/?disconnect",
			"POST, xhr-polling/SID?disconnect", "POST, jsonp-polling/SID?disconnect=1",
			"GET, htmlfile/SID?disconnect" })
	void aClientMayLeaveByARequest(String method, String rest) {
		LegacySession session = LegacySession.joined(server);
		String target = LegacySession.HANDSHAKE + rest.replace("SID", session.sid());
		try (RawHttp poll = session.pendingGet()) {
			session.awaitPoll();
			RawHttp.Response response = RawHttp.exchange(server, method, target);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.bytes()).isEmpty();
			assertThat(poll.response().body()).isEqualTo("0::");
		}
		REASONS.await(session.sid(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		session.awaitUnknown();
		assertThat(RawHttp.exchange(server, method, target).status()).as("again").isEqualTo(200);
	}

	@Test
	void aClientMayLeaveWhileNoPollWaits() {
		LegacySession session = LegacySession.joined(server);
		assertThat(get(LegacySession.HANDSHAKE + "/" + session.sid() + "/?disconnect=1").status()).isEqualTo(200);
		REASONS.await(session.sid(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		assertThat(session.post("3:::late").body()).isEqualTo(LegacySession.UNKNOWN);
		session.assertUnknown();
		assertThat(RECEIVED).isEmpty();
	}

	@Test
	void aClientMayLeaveBeforeItCame() {
		LegacySession session = LegacySession.open(server);
		assertThat(get(LegacySession.HANDSHAKE + "/" + session.sid() + "/?disconnect=1").status()).isEqualTo(200);
		assertThat(server.legacySessions().find(session.sid())).isNull();
		session.assertUnknown();
	}

	@Test
	void nobodyElseCanLeave() {
		for (String sid : List.of("abc", "__proto__", this.neighbour.sid())) {
			RawHttp.Response response = get(LegacySession.HANDSHAKE + "/" + sid + "/?disconnect=1");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.bytes()).isEmpty();
		}
	}

	@Test
	void theClientLeavesByAPacket() {
		LegacySession session = LegacySession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.awaitPoll();
			assertThat(session.post("0::").body()).isEqualTo("1");
			assertThat(poll.response().body()).isEqualTo("0::");
		}
		REASONS.await(session.sid(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		session.awaitUnknown();
	}

	@Test
	void theNextPollOfAClientThatLeftFindsNoSession() {
		LegacySession session = LegacySession.joined(server);
		assertThat(session.post("0::").body()).isEqualTo("1");
		session.assertUnknown();
		session.assertUnknown();
		REASONS.await(session.sid(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
	}

	@Test
	void theServerEndsASession() {
		LegacySession session = LegacySession.joined(server);
		session.post(LegacySession.event("kick"));
		REASONS.await(session.sid(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(session.get().body()).isEqualTo("0::");
		session.awaitUnknown();
	}

	@Test
	void htmlfileIsAStream() {
		LegacySession session = LegacySession.open(server);
		try (RawHttp stream = new RawHttp(server)) {
			stream.request("GET", session.target("htmlfile"), null);
			assertThat(head(stream)).containsIgnoringCase("\r\ncontent-type: text/html; charset=utf-8\r\n")
				.containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n")
				.doesNotContainIgnoringCase("content-length");
			assertThat(chunk(stream)).isEqualTo(STREAM);
			assertThat(chunk(stream)).isEqualTo("<script>_(\"1::\");</script>");
			RawHttp.post(server, session.target("htmlfile"), "1::/chat");
			assertThat(chunk(stream)).isEqualTo("<script>_(\"1::/chat\");</script>");
			RawHttp.post(server, session.target("htmlfile"), LegacySession.event("kick"));
			StringBuilder rest = new StringBuilder();
			for (String chunk = chunk(stream); !chunk.isEmpty(); chunk = chunk(stream)) {
				rest.append(chunk);
			}
			assertThat(rest.toString()).contains("0::");
		}
		REASONS.await(session.sid(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
	}

	@Test
	void multipartIsAStream() {
		LegacySession session = LegacySession.open(server);
		try (RawHttp stream = new RawHttp(server)) {
			stream.request("GET", session.target("xhr-multipart"), null);
			String boundary = boundary(head(stream));
			assertThat(chunk(stream)).isEqualTo("--" + boundary + "\r\n");
			assertThat(chunk(stream)).isEqualTo(part(boundary, "1::"));
			RawHttp.post(server, session.target("xhr-multipart"), LegacySession.frames("1::/chat", "1::/chat"));
			String answers = chunk(stream);
			answers = answers.equals(part(boundary, "1::/chat")) ? answers + chunk(stream) : answers;
			assertThat(answers).isIn(part(boundary, "1::/chat") + part(boundary, "1::/chat"),
					part(boundary, LegacySession.frames("1::/chat", "1::/chat")));
		}
	}

	private static String head(RawHttp stream) {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) stream.bytes(1)[0]);
		}
		return head.toString();
	}

	private static String chunk(RawHttp stream) {
		StringBuilder size = new StringBuilder();
		while (size.indexOf("\r\n") < 0) {
			size.append((char) stream.bytes(1)[0]);
		}
		int length = Integer.parseInt(size.toString().trim(), 16);
		String chunk = new String(stream.bytes(length), StandardCharsets.UTF_8);
		stream.bytes(2);
		return chunk;
	}

	@Test
	void aWebSocketCarriesOnePacketPerMessage() {
		LegacySession session = LegacySession.open(server);
		try (RawHttp socket = LegacySession.webSocket(server, session.target("websocket"))) {
			assertThat(LegacySession.frame(socket)).isEqualTo("1 1::");
			socket.send(RawWebSocket.textFrame("1::/chat"));
			assertThat(LegacySession.frame(socket)).isEqualTo("1 1::/chat");
			socket.send(RawWebSocket.textFrame(LegacySession.frames("3:5::a", "3:6::b")));
			assertThat(LegacySession.frame(socket)).isEqualTo("1 6:::5");
			assertThat(LegacySession.frame(socket)).isEqualTo("1 6:::6");
			server.clock().advance(Duration.ofMillis(25_100));
			assertThat(LegacySession.frame(socket)).isEqualTo("1 2::");
			socket.send(RawWebSocket.textFrame(LegacySession.event("kick")));
			assertThat(List.of(LegacySession.frame(socket), LegacySession.frame(socket)))
				.containsExactlyInAnyOrder("1 0::", "1 0::/chat");
			assertThat(LegacySession.frame(socket)).startsWith("8 ");
		}
		REASONS.await(session.sid(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(RECEIVED).containsExactly("a", "b");
		this.neighbour = PollingSession.joined(server);
	}

}
