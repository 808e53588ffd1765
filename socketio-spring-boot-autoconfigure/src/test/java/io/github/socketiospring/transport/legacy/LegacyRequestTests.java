package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The requests of sessions of protocol 1, byte for byte, and what a client of Engine.IO
 * beside them sees: nothing.
 */
class LegacyRequestTests {

	private static final Pattern BOUNDARY = Pattern
		.compile("(?i)multipart/x-mixed-replace;boundary=\"(socketio-[0-9a-f-]{36})\"");

	private static final int MAX = 2_000;

	private static final Reasons REASONS = new Reasons();

	private static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

	private static final String STREAM = "<html><body><script>var _ = function (msg) { parent.s._(msg, document); };"
			+ "</script>" + " ".repeat(173);

	private static TestServer server;

	private PollingSession neighbour;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/").onConnection((socket) -> {
				REASONS.watch(socket);
				socket.on("note", (arguments, ack) -> RECEIVED.add(arguments.get(0, String.class)));
				socket.on("message", (arguments, ack) -> RECEIVED.add(arguments.get(0, String.class)));
				socket.on("kick", (arguments, ack) -> socket.disconnect(true));
				socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)));
			});
			io.of("/chat").onConnection((socket) -> {
			});
			io.of("/closed").use((socket) -> Mono.error(new ConnectRefusedException("closed")));
		})
			.properties("socketio.max-http-buffer-size=" + MAX + "B", "socketio.limits.max-packets-per-payload=5")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void meetANeighbour() {
		RECEIVED.clear();
		this.neighbour = PollingSession.joined(server);
	}

	@AfterEach
	void theNeighbourIsWell() {
		if (REASONS.of(this.neighbour.socketId()) == null
				&& this.neighbour.post("421[\"ask\",\"well?\"]").status() == 200) {
			assertThat(this.neighbour.get().body()).contains("431[\"well?\"]");
		}
		else {
			throw new AssertionError("disturbed: " + REASONS.of(this.neighbour.socketId()));
		}
	}

	private static RawHttp.Response get(String target) {
		return RawHttp.exchange(server, "GET", target);
	}

	private static String part(String boundary, String payload) {
		return "Content-Type: text/plain; charset=UTF-8\r\n\r\n" + payload + "\r\n--" + boundary + "\r\n";
	}

	/** Each response has another. */
	private static String boundary(String head) {
		Matcher boundary = BOUNDARY.matcher(head);
		assertThat(boundary.find()).as(head).isTrue();
		return boundary.group(1);
	}

	// Polls

	@Test
	void aPollIsAnsweredExactly() {
		LegacySession session = LegacySession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.post(LegacySession.event("ask", "\u00e9").replace("5::", "5:1+:"));
			RawHttp.Response response = poll.response();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("6:::1+[\"\u00e9\"]");
			assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
			assertThat(response.header("Content-Length")).isEqualTo("12");
			assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	@Test
	void aPollByScriptIsAnsweredExactly() {
		LegacySession session = LegacySession.open(server);
		RawHttp.Response response = get(session.target("jsonp-polling"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("io.j[3](\"1::\");");
		assertThat(response.header("Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo("15");
		assertThat(get(LegacySession.HANDSHAKE + "jsonp-polling/" + session.sid() + "?i=12&disconnect").status())
			.isEqualTo(200);
	}

	@Test
	void everyScriptHasItsOwnIndex() {
		LegacySession session = LegacySession.open(server);
		String target = LegacySession.HANDSHAKE + "jsonp-polling/" + session.sid();
		assertThat(get(target + "?i=0").body()).isEqualTo("io.j[0](\"1::\");");
		session.post("1::/chat");
		assertThat(get(target + "?t=5&i=41&x=y").body()).isEqualTo("io.j[41](\"1::/chat\");");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?i", "?i=", "?i=x", "?i=-1", "?i=1.5", "?i=12345678901", "?i=1]", "?j=1" })
	void theIndexOfAPollIsANumber(String query) {
		LegacySession session = LegacySession.joined(server);
		for (String sid : new String[] { session.sid(), "abc" }) {
			String target = LegacySession.HANDSHAKE + "jsonp-polling/" + sid + query;
			assertThat(get(target).status()).isEqualTo(400);
			assertThat(RawHttp.post(server, target, "d=%220::%22").status()).isEqualTo(400);
		}
		assertThat(session.post("2::").body()).isEqualTo("1");
	}

	@Test
	void anEmptyPollEndsWithANoop() {
		LegacySession session = LegacySession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.awaitPoll();
			server.clock().advance(Duration.ofMillis(20_100));
			assertThat(poll.response().body()).isEqualTo("8::");
		}
		LegacySession script = LegacySession.joined(server);
		try (RawHttp poll = new RawHttp(server)) {
			poll.request("GET", script.target("jsonp-polling"), null);
			assertThat(poll.response().body()).isEqualTo("io.j[3](\"1::\");");
			poll.request("GET", script.target("jsonp-polling"), null);
			script.awaitPoll();
			server.clock().advance(Duration.ofMillis(20_100));
			assertThat(poll.response().body()).isEqualTo("io.j[3](\"8::\");");
		}
		this.neighbour = PollingSession.joined(server);
	}

	@Test
	void aSecondPollReleasesTheFirst() {
		LegacySession session = LegacySession.joined(server);
		try (RawHttp first = session.pendingGet()) {
			session.awaitPoll();
			try (RawHttp second = session.pendingGet()) {
				assertThat(first.response().body()).isEqualTo("8::");
				session.awaitPoll();
				session.post("1::/chat");
				assertThat(second.response().body()).isEqualTo("1::/chat");
			}
		}
	}

	@Test
	void aClientThatDoesNotComeBackIsGone() {
		LegacySession session = LegacySession.joined(server);
		// The answer may still be on its way, and the time to come back begins behind it.
		await().until(() -> {
			server.clock().advance(Duration.ofSeconds(20));
			return REASONS.of(session.sid()) != null;
		});
		REASONS.await(session.sid(), DisconnectReason.TRANSPORT_CLOSE);
		session.awaitUnknown();
		this.neighbour = PollingSession.joined(server);
	}

	// Posts

	@Test
	void aPostIsAnsweredExactly() {
		LegacySession session = LegacySession.joined(server);
		for (String transport : List.of("xhr-polling", "htmlfile", "xhr-multipart")) {
			assertTaken(RawHttp.post(server, session.target(transport), "3:::" + transport,
					"Content-type: text/plain;charset=UTF-8"));
		}
		assertTaken(RawHttp.post(server, session.target("jsonp-polling"), "d=%223:::jsonp-polling%22",
				"Content-Type: application/x-www-form-urlencoded"));
		await().until(() -> RECEIVED.size() == 4);
		assertThat(RECEIVED).containsExactly("xhr-polling", "htmlfile", "xhr-multipart", "jsonp-polling");
	}

	private static void assertTaken(RawHttp.Response response) {
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("1");
		assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo("1");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void oldInternetExplorersAreTold() {
		LegacySession session = LegacySession.joined(server);
		assertThat(session.post("2::", "User-Agent: Mozilla/4.0 (compatible;MSIE 8.0)").header("X-XSS-Protection"))
			.isEqualTo("0");
		assertThat(session.post("2::", "User-Agent: Mozilla/5.0").header("X-XSS-Protection")).isNull();
	}

	@Test
	void aPayloadHoldsManyPackets() {
		LegacySession session = LegacySession.joined(server);
		String payload = LegacySession.frames("3:::a\ud83d\ude00", "3:::\u20ac:", "2::", "8::", "3:::\ufffd2\ufffd");
		assertThat(session.post(payload).body()).isEqualTo("1");
		assertThat(session.post("").body()).as("no packet").isEqualTo("1");
		assertThat(session.post("3:::one \ufffd3\ufffd").body()).isEqualTo("1");
		await().until(() -> RECEIVED.size() == 4);
		assertThat(RECEIVED).containsExactly("a\ud83d\ude00", "\u20ac:", "\ufffd2\ufffd", "one \ufffd3\ufffd");
	}

	@Test
	void severalPacketsAreAnsweredInOnePayload() {
		LegacySession session = LegacySession.joined(server);
		session.post(LegacySession.frames("1::/chat", "1::/nowhere", "1::/chat", "3:7::x"));
		assertThat(session.get().body())
			.isEqualTo(LegacySession.frames("1::/chat", "7::/nowhere:2", "1::/chat", "6:::7"));
	}

	@Test
	void aPostBeforeTheFirstPollFindsNobody() {
		LegacySession session = LegacySession.open(server);
		RawHttp.Response response = session.post("3:::early");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(LegacySession.UNKNOWN);
		assertThat(session.get().body()).isEqualTo("1::");
		assertThat(session.post("3:::now").body()).isEqualTo("1");
		await().until(() -> !RECEIVED.isEmpty());
		assertThat(RECEIVED).containsExactly("now");
	}

	@Test
	void overlappingPostsEndTheSession() {
		LegacySession session = LegacySession.joined(server);
		LegacySession other = LegacySession.joined(server);
		try (RawHttp poll = session.pendingGet(); RawHttp first = new RawHttp(server)) {
			session.awaitPoll();
			first.send(
					"POST " + session.target("xhr-polling") + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n3:::");
			// The server may see the second before it sees the first.
			RawHttp.Response second = await().until(() -> session.post("2::"), (response) -> response.status() == 400);
			assertThat(second.bytes()).isEmpty();
			RawHttp.Response aborted = first.response();
			assertThat(aborted.status()).isEqualTo(400);
			assertThat(aborted.header("Connection")).isEqualTo("close");
			assertThat(poll.response().status()).isEqualTo(200);
		}
		REASONS.await(session.sid(), DisconnectReason.TRANSPORT_ERROR);
		session.awaitUnknown();
		assertThat(other.post("3:::fine").body()).isEqualTo("1");
		await().until(() -> !RECEIVED.isEmpty());
		assertThat(RECEIVED).containsExactly("fine");
	}

	@Test
	void aBodyOverTheLimitIsRefused() {
		LegacySession session = LegacySession.joined(server);
		for (String transport : List.of("xhr-polling", "jsonp-polling", "htmlfile")) {
			for (String head : List.of("Content-Length: 2001", "Content-Length: 9223372036854775807")) {
				try (RawHttp post = new RawHttp(server)) {
					post.send("POST " + session.target(transport) + " HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n3:");
					RawHttp.Response response = post.response();
					assertThat(response.status()).isEqualTo(413);
					assertThat(response.bytes()).isEmpty();
				}
			}
		}
		try (RawHttp post = new RawHttp(server)) {
			String chunk = "3e8\r\n" + "x".repeat(1_000) + "\r\n";
			post.send("POST " + session.target("xhr-polling")
					+ " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk);
			assertThat(post.response().status()).isEqualTo(413);
		}
		assertThat(session.post("3:::" + "x".repeat(MAX - 4)).body()).isEqualTo("1");
		await().until(() -> RECEIVED.contains("x".repeat(MAX - 4)));
	}

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
		assertLives(session);
	}

	@ParameterizedTest
	@ValueSource(strings = { "d=%22x%22", "d=%22%EF%BF%BD9%EF%BF%BD2::%22" })
	void whatIsNoPacketInAFormIsDropped(String body) {
		LegacySession session = LegacySession.joined(server);
		assertThat(RawHttp.post(server, session.target("jsonp-polling"), body).status()).isEqualTo(200);
		assertLives(session);
	}

	private static void assertLives(LegacySession session) {
		session.post("5:7+::{\"name\":\"ask\",\"args\":[\"alive\"]}");
		assertThat(session.get().body()).isEqualTo("6:::7+[\"alive\"]");
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
			assertLives(session);
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
		assertLives(session);
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

	@Test
	void aWebSocketThatIsClosedProperlyEndsTheSession() {
		LegacySession session = LegacySession.open(server);
		try (RawWebSocket socket = RawWebSocket.at(server, session.target("websocket"))) {
			assertThat(socket.read().text()).isEqualTo("1::");
			socket.http().send(RawWebSocket.frame(true, 0, RawWebSocket.CLOSE, new byte[] { 3, (byte) 0xe9 }));
			REASONS.await(session.sid(), DisconnectReason.TRANSPORT_CLOSE);
		}
	}

	// Unknown sessions

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

	// Other requests

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
	void whatWasSentOnAConnectionThatEndsWithItIsNotRepeated() {
		LegacySession session = LegacySession.open(server);
		assertThat(session.get("Connection: close").body()).isEqualTo("1::");
		for (int i = 0; i < 3; i++) {
			session.post("5:" + i + "+::{\"name\":\"ask\",\"args\":[]}", "Connection: close");
			assertThat(session.get("Connection: close").body()).isEqualTo("6:::" + i + "+[null]");
		}
	}

	@Test
	void theServerEndsASession() {
		LegacySession session = LegacySession.joined(server);
		session.post(LegacySession.event("kick"));
		REASONS.await(session.sid(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(session.get().body()).isEqualTo("0::");
		session.awaitUnknown();
	}

	// Other transports

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

	@ParameterizedTest
	@MethodSource("malformed")
	void whatIsNoPacketIsDroppedOnAWebSocket(String payload) {
		LegacySession session = LegacySession.open(server);
		try (RawHttp socket = LegacySession.webSocket(server, session.target("websocket"))) {
			assertThat(LegacySession.frame(socket)).isEqualTo("1 1::");
			socket.send(RawWebSocket.textFrame(payload));
			assertLives(socket);
		}
	}

	private static void assertLives(RawHttp socket) {
		socket.send(RawWebSocket.textFrame("5:7+::{\"name\":\"ask\",\"args\":[1]}"));
		assertThat(LegacySession.frame(socket)).isEqualTo("1 6:::7+[1]");
	}

	@Test
	void aWebSocketHasNoBinaryMessages() {
		LegacySession session = LegacySession.open(server);
		try (RawHttp socket = LegacySession.webSocket(server, session.target("websocket"))) {
			assertThat(LegacySession.frame(socket)).isEqualTo("1 1::");
			socket.send(RawWebSocket.frame(true, 0, RawWebSocket.BINARY, new byte[] { 4, 1, 2 }));
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

}
