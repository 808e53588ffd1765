package io.github.socketiospring.transport.webflux;

import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of other origins.
 */
class CrossOriginTests {

	private static TestServer closed;

	private static TestServer open;

	private static TestServer any;

	@BeforeAll
	static void start() {
		closed = TestServer.start((io) -> {
		});
		open = TestServer.start((io) -> {
		}, "socketio.cors.allowed-origins=https://example.org", "socketio.cors.allow-credentials=true",
				"socketio.cors.allowed-origin-patterns=https://*.example.net");
		any = TestServer.start((io) -> {
		}, "socketio.cors.allowed-origins=*");
	}

	@AfterAll
	static void stop() {
		closed.close();
		open.close();
		any.close();
	}

	private static RawHttp.Response handshake(TestServer server, String origin) {
		return RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE, "Origin: " + origin);
	}

	private static RawHttp.Response preflight(TestServer server, String origin) {
		return RawHttp.exchange(server, "OPTIONS", PollingSession.HANDSHAKE, "Origin: " + origin,
				"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type, x-token");
	}

	private static void assertForbidden(RawHttp.Response response) {
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
		assertThat(response.headers().keySet()).noneMatch((name) -> name.startsWith("Access-Control-Allow"));
	}

	private static int upgrade(TestServer server, String... origin) {
		String[] headers = java.util.Arrays.copyOf(new String[] { "Connection: Upgrade", "Upgrade: websocket",
				"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" }, 4 + origin.length);
		if (origin.length > 0) {
			headers[4] = "Origin: " + origin[0];
		}
		return RawHttp.exchange(server, "GET", "/socket.io/?EIO=4&transport=websocket", headers).status();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.org", "null", "http://localhost:1", "nonsense" })
	void withoutConfigurationOtherOriginsAreRefused(String origin) {
		assertForbidden(handshake(closed, origin));
		PollingSession session = PollingSession.joined(closed);
		assertForbidden(session.get("Origin: " + origin));
		assertForbidden(session.post("42[\"x\"]", "Origin: " + origin));
		assertThat(session.post("3").body()).isEqualTo("ok");
		RawHttp.Response preflight = preflight(closed, origin);
		assertThat(preflight.status()).isEqualTo(400);
		assertThat(preflight.body()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");
		assertThat(preflight.headers().keySet()).noneMatch((name) -> name.startsWith("Access-Control"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.org", "https://a.example.net" })
	void aListedOriginMayRead(String origin) {
		RawHttp.Response response = handshake(open, origin);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(origin);
		assertThat(response.header("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(response.header("Vary")).contains("Origin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com", "http://example.org", "https://example.org.evil", "null",
			"nonsense", "http://[bad" })
	void anotherOriginIsRefused(String origin) {
		assertForbidden(handshake(open, origin));
		assertThat(preflight(open, origin).header("Access-Control-Allow-Origin")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site" })
	void aScriptOfAnotherOriginCannotRead(String site) {
		String script = PollingSession.HANDSHAKE + "&j=0";
		assertForbidden(RawHttp.exchange(closed, "GET", script, "Sec-Fetch-Site: " + site));
		assertForbidden(RawHttp.exchange(open, "GET", script, "Sec-Fetch-Site: " + site));
		assertThat(RawHttp.exchange(any, "GET", script, "Sec-Fetch-Site: " + site).status()).isEqualTo(200);
		assertThat(RawHttp.exchange(closed, "GET", script, "Sec-Fetch-Site: same-origin").status()).isEqualTo(200);
		assertThat(RawHttp.exchange(closed, "GET", script).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-Fetch-Site: cross-site", "X-Old-Browser: 1" })
	void aScriptMayReadIfItsPageIsAllowed(String site) {
		String script = PollingSession.HANDSHAKE + "&j=0";
		String allowed = "Referer: https://example.org/some/page?x";
		assertThat(RawHttp.exchange(open, "GET", script, site, allowed).status()).isEqualTo(200);
		assertForbidden(RawHttp.exchange(closed, "GET", script, site, allowed));
		assertForbidden(RawHttp.exchange(open, "GET", script, site, "Referer: https://example.org.evil.net/"));
		assertThat(RawHttp.exchange(closed, "GET", script, "Referer: http://localhost:" + closed.port() + "/").status())
			.isEqualTo(200);
		assertThat(RawHttp.exchange(closed, "GET", script, "Sec-Fetch-Site: same-origin", allowed).status())
			.isEqualTo(200);
	}

	@Test
	void errorsCanBeReadToo() {
		RawHttp.Response response = RawHttp.exchange(open, "GET", "/socket.io/?EIO=4&transport=x",
				"Origin: https://example.org");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("https://example.org");
	}

	@Test
	void aPreflightIsAnsweredWithoutABody() {
		RawHttp.Response response = preflight(open, "https://example.org");
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.bytes()).isEmpty();
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("https://example.org");
		assertThat(response.header("Access-Control-Allow-Methods")).contains("GET", "POST");
		assertThat(response.header("Access-Control-Allow-Headers")).contains("content-type", "x-token");
		assertThat(response.header("Access-Control-Max-Age")).isEqualTo("1800");
		assertThat(response.header("Vary")).contains("Origin", "Access-Control-Request-Headers");
	}

	@ParameterizedTest
	@ValueSource(strings = { PollingSession.HANDSHAKE, "/socket.io/socket.io.js", "/socket.io/1/" })
	void anOptionsRequestThatAsksForNoMethodIsAPreflightToo(String target) {
		RawHttp.Response response = RawHttp.exchange(open, "OPTIONS", target, "Origin: https://example.org");
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.bytes()).isEmpty();
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("https://example.org");
		assertThat(response.header("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(response.header("Access-Control-Allow-Methods")).contains("GET", "POST");
	}

	@Test
	void anOptionsRequestOfAnotherOriginIsToldNothing() {
		RawHttp.Response response = RawHttp.exchange(open, "OPTIONS", PollingSession.HANDSHAKE,
				"Origin: https://example.com");
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.headers().keySet()).noneMatch((name) -> name.startsWith("Access-Control-Allow"));
		assertThat(RawHttp.exchange(open, "OPTIONS", PollingSession.HANDSHAKE).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "example.com:443, https://example.com", "example.com, https://example.com:443",
			"example.com:80, http://example.com", "example.com, http://example.com:80",
			"EXAMPLE.com:443, HTTPS://example.COM", "[::1]:443, https://[::1]" })
	void aDefaultPortThatIsSpelledOutIsTheDefaultPort(String host, String origin) {
		assertThat(exchange(PollingSession.HANDSHAKE, host, "Origin: " + origin).status()).isEqualTo(200);
		assertThat(exchange(PollingSession.HANDSHAKE + "&j=0", host, "Referer: " + origin + "/page").status())
			.isEqualTo(200);
		assertThat(exchange("/socket.io/1/", host, "Origin: " + origin).status()).isEqualTo(200);
		assertThat(exchange("/socket.io/?EIO=4&transport=websocket", host, "Origin: " + origin, "Connection: Upgrade",
				"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
			.status()).isEqualTo(101);
	}

	@ParameterizedTest
	@CsvSource({ "example.com:80, https://example.com", "example.com:443, http://example.com",
			"example.com, https://example.com:80", "example.com:4430, https://example.com",
			"example.com:443, https://example.com.evil", "com:443, https://example.com" })
	void anotherPortIsAnotherOrigin(String host, String origin) {
		assertForbidden(exchange(PollingSession.HANDSHAKE, host, "Origin: " + origin));
	}

	private static RawHttp.Response exchange(String target, String host, String... headers) {
		try (RawHttp http = new RawHttp(closed)) {
			http.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("\r\n", headers)
					+ "\r\n\r\n");
			return http.response();
		}
	}

	@Test
	void aPreflightOfASessionDoesNotTouchIt() {
		PollingSession session = PollingSession.joined(open);
		RawHttp.Response response = RawHttp.exchange(open, "OPTIONS", session.target(), "Origin: https://example.org",
				"Access-Control-Request-Method: POST");
		assertThat(response.status()).isEqualTo(204);
		assertThat(session.post("3").body()).isEqualTo("ok");
	}

	@Test
	void anyOrigin() {
		assertThat(handshake(any, "https://who.knows").header("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(handshake(any, "null").header("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(upgrade(any, "https://who.knows")).isEqualTo(101);
		assertThat(upgrade(any, "null")).isEqualTo(101);
	}

	@Test
	void webSocketsOfOtherOriginsAreRefusedUnlessListed() {
		for (TestServer server : new TestServer[] { closed, open }) {
			assertThat(upgrade(server)).as("no browser").isEqualTo(101);
			assertThat(upgrade(server, "http://localhost:" + server.port())).as("own page").isEqualTo(101);
			assertThat(upgrade(server, "https://localhost:" + server.port())).as("own page, behind a proxy")
				.isEqualTo(101);
			for (String origin : new String[] { "https://example.com", "null", "http://localhost:1", "nonsense",
					"http://[bad" }) {
				assertThat(upgrade(server, origin)).as(origin).isEqualTo(400);
			}
		}
		assertThat(upgrade(closed, "https://example.org")).isEqualTo(400);
		assertThat(upgrade(open, "https://example.org")).isEqualTo(101);
		assertThat(upgrade(open, "https://a.example.net")).isEqualTo(101);
	}

	@Test
	void theUpgradeOfASessionIsCheckedToo() {
		PollingSession session = PollingSession.joined(open);
		RawHttp.Response response = RawHttp.exchange(open, "GET",
				"/socket.io/?EIO=4&transport=websocket&sid=" + session.sid(), "Connection: Upgrade",
				"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
				"Origin: https://evil.example");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("Forbidden");
		assertThat(session.post("3").body()).isEqualTo("ok");
	}

	@Test
	void clientFilesFollowTheSameRules() {
		assertThat(RawHttp.exchange(closed, "GET", "/socket.io/socket.io.js", "Origin: https://example.org")
			.header("Access-Control-Allow-Origin")).isNull();
		assertThat(RawHttp.exchange(open, "GET", "/socket.io/socket.io.js", "Origin: https://example.org")
			.header("Access-Control-Allow-Origin")).isEqualTo("https://example.org");
	}

}
