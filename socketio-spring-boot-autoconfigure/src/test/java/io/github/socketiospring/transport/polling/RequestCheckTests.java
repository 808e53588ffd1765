package io.github.socketiospring.transport.polling;

import java.util.Locale;

import io.github.socketiospring.handshake.RequestError;
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
 * Which requests are served, and how the others are refused.
 */
class RequestCheckTests {

	private static final String WS_HEADERS = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
		}, "socketio.eio3.enabled=false");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void assertRefused(RawHttp.Response response, RequestError error) {
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.header("Content-Type")).isEqualTo("application/json");
		assertThat(response.body())
			.isEqualTo("{\"code\":" + error.code() + ",\"message\":\"" + error.message() + "\"}");
		assertThat(response.header("Access-Control-Allow-Origin")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/", "/socket.io/?EIO=4", "/socket.io/?transport=", "/socket.io/?transport=xhr",
			"/socket.io/?EIO=4&transport=webtransport", "/socket.io/?EIO=4&transport=POLLING" })
	void transportUnknown(String target) {
		assertRefused(RawHttp.exchange(server, "GET", target), RequestError.UNKNOWN_TRANSPORT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "__proto__", "constructor", "AAAAAAAAAAAAAAAAAAAA" })
	void sessionUnknown(String sid) {
		for (String method : new String[] { "GET", "POST", "PUT" }) {
			assertRefused(RawHttp.exchange(server, method, PollingSession.HANDSHAKE + "&sid=" + sid),
					RequestError.UNKNOWN_SID);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "OPTIONS" })
	void badHandshakeMethod(String method) {
		assertRefused(RawHttp.exchange(server, method, PollingSession.HANDSHAKE), RequestError.BAD_HANDSHAKE_METHOD);
	}

	@Test
	void headIsNoHandshake() {
		RawHttp.Response response = RawHttp.exchange(server, "HEAD", PollingSession.HANDSHAKE);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.bytes()).isEmpty();
	}

	@Test
	void websocketWithoutAnUpgradeIsABadRequest() {
		assertRefused(RawHttp.exchange(server, "GET", "/socket.io/?EIO=4&transport=websocket"),
				RequestError.BAD_REQUEST);
	}

	@Test
	void originWithIllegalCharactersIsABadRequest() {
		for (String origin : new String[] { "http://a\u0001b", "http://a\u007fb" }) {
			assertThat(RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE, "Origin: " + origin).status())
				.isEqualTo(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://[bad", "http://a b", "null", "x", "://", "http://a:99999", "http://a:x",
			"http://%zz", "http://\u00e9" })
	void noOriginIsAServerError(String origin) {
		assertThat(RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE, "Origin: " + origin).status())
			.isLessThan(500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "&x=%zz", "&x=%", "&%00=%00", "&=", "&&&", "&sid", "&sid=", "&EIO=3&EIO=4", "&x=%ff%fe",
			"&x=\u00e9", "&x=<>\"{}|\\^`" })
	void noQueryIsAServerError(String more) {
		assertThat(RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE + more).status()).isLessThan(500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&EIO=", "&EIO=2", "&EIO=3", "&EIO=5", "&EIO=04", "&EIO=four" })
	void revisionUnsupported(String revision) {
		assertRefused(RawHttp.exchange(server, "GET", "/socket.io/?transport=polling" + revision),
				RequestError.UNSUPPORTED_PROTOCOL_VERSION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "&b64=1", "&j=0", "&j=", "&t=Ab1", "&t=Ab1&b64=1" })
	void revisionUnsupportedInWhateverForm(String form) {
		assertRefused(RawHttp.exchange(server, "GET", "/socket.io/?EIO=3&transport=polling" + form),
				RequestError.UNSUPPORTED_PROTOCOL_VERSION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&EIO=3" })
	void aSessionKeepsItsRevision(String revision) {
		PollingSession session = PollingSession.joined(server);
		RawHttp.Response response = RawHttp.exchange(server, "GET",
				"/socket.io/?transport=polling&sid=" + session.sid() + revision);
		assertRefused(response, RequestError.BAD_REQUEST);
		assertThat(session.post("3").status()).isEqualTo(200);
	}

	@Test
	void aRequestWithoutUpgradeDoesNotFitAnotherTransport() {
		PollingSession session = PollingSession.joined(server);
		assertRefused(RawHttp.exchange(server, "GET", "/socket.io/?EIO=4&transport=websocket&sid=" + session.sid()),
				RequestError.BAD_REQUEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FOO" })
	void otherMethodsOnASessionDoNoHarm(String method) {
		PollingSession session = PollingSession.joined(server);
		assertThat(RawHttp.exchange(server, method, session.target()).status()).isBetween(400, 499);
		assertThat(session.post("3").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "EIO=4, 0, Transport unknown", "EIO=4&transport=xhr, 0, Transport unknown",
			"EIO=4&transport=websocket&sid=abc, 1, Session ID unknown", "EIO=4&transport=polling, 3, Bad request",
			"EIO=3&transport=websocket, 5, Unsupported protocol version",
			"transport=websocket, 5, Unsupported protocol version",
			"EIO=3&transport=websocket&b64=1, 5, Unsupported protocol version" })
	void upgradesAreRefusedBeforeThe101(String query, int code, String message) {
		try (RawHttp http = new RawHttp(server)) {
			http.request("GET", "/socket.io/?" + query, null, WS_HEADERS.split("\n"));
			RawHttp.Response response = http.response();
			assertThat(response.status()).as("code " + code).isEqualTo(400);
			assertThat(response.header("Connection")).isEqualToIgnoringCase("close");
			assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/html");
			assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(message.length()));
			assertThat(response.body()).isEqualTo(message);
			assertThat(http.isEnded()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Connection" })
	void anUpgradeWithoutAHeaderIsRefused(String missing) {
		String[] headers = WS_HEADERS.lines().filter((line) -> !line.startsWith(missing)).toArray(String[]::new);
		assertUpgradeRefused(headers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-WebSocket-Version: 8", "Sec-WebSocket-Version: x", "Sec-WebSocket-Key: short",
			"Sec-WebSocket-Key: ", "Connection: keep-alive" })
	void anUpgradeWithAWrongHeaderIsRefused(String wrong) {
		String name = wrong.substring(0, wrong.indexOf(':'));
		String[] headers = WS_HEADERS.lines()
			.map((line) -> line.startsWith(name) ? wrong : line)
			.toArray(String[]::new);
		assertUpgradeRefused(headers);
	}

	private static void assertUpgradeRefused(String[] headers) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/?EIO=4&transport=websocket", headers);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.header("Content-Type").toLowerCase(Locale.ROOT)).isEqualTo("text/html");
		assertThat(response.body()).isEqualTo("Bad request");
	}

	@Test
	void anUpgradeByPostIsRefused() {
		RawHttp.Response response = RawHttp.exchange(server, "POST", "/socket.io/?EIO=4&transport=websocket",
				WS_HEADERS.split("\n"));
		assertThat(response.status()).isEqualTo(400);
		PollingSession session = PollingSession.joined(server);
		response = RawHttp.exchange(server, "POST", "/socket.io/?EIO=4&transport=websocket&sid=" + session.sid(),
				WS_HEADERS.split("\n"));
		assertThat(response.status()).isEqualTo(400);
		assertThat(session.post("3").status()).isEqualTo(200);
	}

}
