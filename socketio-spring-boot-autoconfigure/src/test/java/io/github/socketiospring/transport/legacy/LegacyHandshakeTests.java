package io.github.socketiospring.transport.legacy;

import java.time.Duration;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How clients of protocol 1 open sessions, byte for byte.
 */
class LegacyHandshakeTests {

	private static final String LINE = "[\\w-]{20}:60:60:websocket,flashsocket,htmlfile,xhr-multipart,xhr-polling,"
			+ "jsonp-polling";

	private static TestServer server;

	@BeforeAll
	static void start() {
		RequestFilter filter = (request) -> switch (String.valueOf(request.query().getFirst("filter"))) {
			case "refuse" -> Mono.error(new RequestRefusedException(RequestError.FORBIDDEN, "no \"entry\" <here>"));
			case "busy" -> Mono.error(new RequestRefusedException(RequestError.BAD_REQUEST, "not so"));
			case "fail" -> Mono.error(new IllegalStateException("secret"));
			default -> Mono.empty();
		};
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			Handshake handshake = socket.handshake();
			if (handshake.query().containsKey("a")) {
				socket.emit("hello", handshake.query().get("a"), handshake.revision(), socket.transport(),
						handshake.uri().getRawPath());
			}
		})).bean(RequestFilter.class, filter).virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static RawHttp.Response get(String target) {
		return RawHttp.exchange(server, "GET", target);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/1/", "/socket.io/1", "/socket.io/1/?t=1234567890", "/socket.io/1?t=1",
			"/socket.io/1/?EIO=4&transport=polling", "/socket.io/1/?sid=abc", "/socket.io/1/?%00=%ff&&=" })
	void theHandshakeIsExact(String target) {
		RawHttp.Response response = get(target);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).matches(LINE);
		assertThat(response.header("Content-Type")).isEqualTo("text/plain");
		assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(response.bytes().length));
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.header("Set-Cookie")).isNull();
		assertThat(response.headers().keySet()).noneMatch((name) -> name.startsWith("Access-Control"));
	}

	@Test
	void aHandshakeMayBeAPost() {
		assertThat(RawHttp.post(server, LegacySession.HANDSHAKE, "anything").body()).matches(LINE);
	}

	@Test
	void everySessionHasAnIdOfItsOwn() {
		assertThat(LegacySession.open(server).sid()).isNotEqualTo(LegacySession.open(server).sid());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "7", "0123456789" })
	void aHandshakeMayBeAScript(String index) {
		RawHttp.Response response = get(LegacySession.HANDSHAKE + "?t=1&jsonp=" + index);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).matches("io\\.j\\[" + index + "]\\(\"" + LINE + "\"\\);");
		assertThat(response.header("Content-Type")).isEqualTo("application/javascript");
		assertThat(LegacySession.of(server, response).get().body()).isEqualTo("1::");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "-1", "1.5", "%201", "12345678901", "1];alert(1)//", "%3Cscript%3E", "%D9%A1" })
	void theIndexOfAScriptIsANumber(String index) {
		int before = server.engine().size();
		for (String query : new String[] { "?jsonp=" + index, "?jsonp=" + index + "&filter=refuse" }) {
			RawHttp.Response response = get(LegacySession.HANDSHAKE + query);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.bytes()).isEmpty();
		}
		assertThat(server.engine().size()).isEqualTo(before);
	}

	@Test
	void aJsonpWithoutAValueIsNone() {
		assertThat(get(LegacySession.HANDSHAKE + "?jsonp").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "refuse | 403 | no \"entry\" <here> | no \\\"entry\\\" \\u003chere>",
					"busy | 400 | not so | not so", "fail | 403 | Forbidden | Forbidden" })
	void theApplicationMayRefuse(String filter, int status, String text, String script) {
		int before = server.engine().size();
		RawHttp.Response response = get(LegacySession.HANDSHAKE + "?filter=" + filter);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.body()).isEqualTo(text);
		assertThat(response.header("Content-Type")).isEqualTo("text/plain");
		response = get(LegacySession.HANDSHAKE + "?jsonp=4&filter=" + filter);
		assertThat(response.status()).as("a script sees no status").isEqualTo(200);
		assertThat(response.body()).isEqualTo("io.j[4](new Error(\"" + script + "\"));");
		assertThat(response.header("Content-Type")).isEqualTo("application/javascript");
		assertThat(server.engine().size()).isEqualTo(before);
	}

	@Test
	void handlersSeeTheHandshake() {
		LegacySession session = LegacySession.of(server, get(LegacySession.HANDSHAKE + "?a=b%20c&a=%C3%A4&t=1"));
		String answers = session.get().body();
		// The handler runs elsewhere, so its event may miss the first poll.
		String hello = "5:::{\"name\":\"hello\",\"args\":[[\"b c\",\"\u00e4\"],\"" + Revision.V1
				+ "\",\"xhr-polling\",\"/socket.io/1/\"]}";
		answers = answers.equals("1::") ? LegacySession.frames("1::", session.get().body()) : answers;
		assertThat(answers).isEqualTo(LegacySession.frames("1::", hello));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/1//", "/socket.io/1/xhr-polling", "/socket.io/1/xhr-polling/",
			"/socket.io/1/xhr-polling//", "/socket.io/1/a/b/c", "/socket.io/1/a/b//" })
	void otherPathsAreNotFound(String path) {
		for (String query : new String[] { "", "?disconnect", "?jsonp=1", "?i=1", "?EIO=4&transport=polling" }) {
			RawHttp.Response response = get(path + query);
			assertThat(response.status()).isEqualTo(404);
			assertThat(response.bytes()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/10/", "/socket.io/2/", "/socket.io/1x", "/socket.io/1.js", "/socket.io/x/1/" })
	void otherNumbersBelongToEngineIo(String path) {
		assertThat(get(path).body()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
		assertThat(get(path + "?EIO=4&transport=polling").body()).startsWith("0{\"sid\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FOO" })
	void otherMethodsAreRefused(String method) {
		int before = server.engine().size();
		RawHttp.Response response = RawHttp.exchange(server, method, LegacySession.HANDSHAKE);
		assertThat(response.status()).isBetween(400, 499);
		assertThat(response.bytes()).isEmpty();
		assertThat(server.engine().size()).isEqualTo(before);
	}

	@Test
	void aHandshakeThatIsNotUsedIsDropped() {
		LegacySession unused = LegacySession.open(server);
		LegacySession used = LegacySession.open(server);
		server.clock().advance(Duration.ofSeconds(25));
		assertThat(used.get().body()).isEqualTo("1::");
		assertThat(server.legacySessions().find(unused.sid())).isNotNull();
		server.clock().advance(Duration.ofSeconds(6));
		await().until(() -> server.legacySessions().find(unused.sid()) == null);
		unused.assertUnknown();
		assertThat(server.legacySessions().find(used.sid())).isNotNull();
	}

	@Test
	void offersWhatIsConfigured() {
		try (TestServer other = TestServer.start((io) -> {
		}, "socketio.legacy.transports=xhr-polling,websocket", "socketio.legacy.heartbeat-timeout=90s",
				"socketio.legacy.close-timeout=30500ms")) {
			RawHttp.Response handshake = RawHttp.exchange(other, "GET", LegacySession.HANDSHAKE);
			assertThat(handshake.body()).matches("[\\w-]{20}:90:31:xhr-polling,websocket");
			LegacySession session = LegacySession.of(other, handshake);
			for (String transport : new String[] { "htmlfile", "jsonp-polling", "xhr-multipart", "flashsocket" }) {
				for (String method : new String[] { "GET", "POST" }) {
					RawHttp.Response response = RawHttp.exchange(other, method, session.target(transport),
							LegacySession.UPGRADE);
					assertThat(response.status()).isEqualTo(400);
					assertThat(response.bytes()).isEmpty();
				}
			}
			assertThat(session.get().body()).isEqualTo("1::");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/xhr-polling/abc", "/websocket/abc", "//abc/?disconnect=1" })
	void whenDisabledItsPathsAreLikeAnyOther(String rest) {
		try (TestServer other = TestServer.start((io) -> {
		}, "socketio.legacy.enabled=false")) {
			for (String target : new String[] { "/socket.io/1" + rest, "/socket.io/nonsense" + rest }) {
				RawHttp.Response response = RawHttp.exchange(other, "GET", target);
				assertThat(response.status()).isEqualTo(400);
				assertThat(response.header("Content-Type")).isEqualTo("application/json");
				assertThat(response.body()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
			}
			assertThat(RawHttp.exchange(other, "GET", "/socket.io/1/?EIO=4&transport=polling").body()).startsWith("0{");
			PollingSession.joined(other);
		}
	}

	@Test
	void anotherPath() {
		try (TestServer other = TestServer.start((io) -> {
		}, "socketio.path=/a/b/")) {
			RawHttp.Response handshake = RawHttp.exchange(other, "GET", "/a/b/1/?t=1");
			String sid = LegacySession.of(other, handshake).sid();
			assertThat(RawHttp.exchange(other, "GET", "/a/b/1/xhr-polling/" + sid).body()).isEqualTo("1::");
			assertThat(RawHttp.exchange(other, "GET", LegacySession.HANDSHAKE).status()).isEqualTo(404);
		}
	}

	@Test
	void aServerThatStopsOpensNoSession() {
		try (TestServer other = TestServer.start((io) -> {
		})) {
			LegacySession waiting = LegacySession.joined(other);
			LegacySession unused = LegacySession.open(other);
			try (RawHttp poll = waiting.pendingGet()) {
				waiting.awaitPoll();
				other.engine().stop();
				assertThat(poll.response().status()).isEqualTo(200);
			}
			assertThat(other.engine().size()).isZero();
			waiting.assertUnknown();
			unused.assertUnknown();
			RawHttp.Response response = RawHttp.exchange(other, "GET", LegacySession.HANDSHAKE);
			assertThat(response.status()).isEqualTo(503);
			assertThat(response.body()).isEqualTo("Server shutting down");
			assertThat(RawHttp.exchange(other, "GET", LegacySession.HANDSHAKE + "?jsonp=0").body())
				.isEqualTo("io.j[0](new Error(\"Server shutting down\"));");
		}
	}

	@Test
	void sessionsOfAnAddressAreBounded() {
		try (TestServer other = TestServer.start((io) -> {
		}, "socketio.limits.max-sessions-per-address=1")) {
			LegacySession session = LegacySession.open(other);
			assertThat(RawHttp.exchange(other, "GET", LegacySession.HANDSHAKE).status()).isEqualTo(503);
			RawHttp.exchange(other, "GET", LegacySession.HANDSHAKE + "/" + session.sid() + "?disconnect");
			LegacySession.joined(other);
		}
	}

}
