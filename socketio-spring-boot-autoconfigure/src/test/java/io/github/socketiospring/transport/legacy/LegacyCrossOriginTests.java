package io.github.socketiospring.transport.legacy;

import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of other origins that speak protocol 1.
 */
class LegacyCrossOriginTests {

	private static final String LISTED = "https://example.org";

	private static TestServer closed;

	private static TestServer open;

	private static TestServer any;

	@BeforeAll
	static void start() {
		closed = TestServer.start((io) -> {
		});
		open = TestServer.start((io) -> {
		}, "socketio.cors.allowed-origins=" + LISTED, "socketio.cors.allow-credentials=true");
		any = TestServer.start((io) -> {
		}, "socketio.cors.allowed-origins=*");
	}

	@AfterAll
	static void stop() {
		closed.close();
		open.close();
		any.close();
	}

	private static void assertForbidden(RawHttp.Response response) {
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.headers().keySet()).noneMatch((name) -> name.startsWith("Access-Control-Allow"));
	}

	private static void assertReadable(RawHttp.Response response) {
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
		assertThat(response.header("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(response.header("Vary")).contains("Origin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com", "null", "http://localhost:1", "nonsense", "http://[bad" })
	void anotherOriginIsRefusedWhateverItAsksFor(String origin) {
		String header = "Origin: " + origin;
		for (TestServer server : new TestServer[] { closed, open }) {
			int before = server.engine().size();
			RawHttp.Response handshake = RawHttp.exchange(server, "GET", LegacySession.HANDSHAKE, header);
			assertForbidden(handshake);
			assertThat(handshake.body()).isEqualTo("handshake bad origin");
			assertForbidden(RawHttp.post(server, LegacySession.HANDSHAKE, "", header));
			assertThat(server.engine().size()).isEqualTo(before);
			LegacySession session = LegacySession.joined(server);
			for (String transport : new String[] { "xhr-polling", "jsonp-polling", "htmlfile", "xhr-multipart" }) {
				assertForbidden(RawHttp.exchange(server, "GET", session.target(transport), header));
				assertForbidden(RawHttp.post(server, session.target(transport), "0::", header));
			}
			for (String transport : new String[] { "websocket", "flashsocket" }) {
				String[] headers = java.util.Arrays.copyOf(LegacySession.UPGRADE, LegacySession.UPGRADE.length + 1);
				headers[LegacySession.UPGRADE.length] = header;
				assertForbidden(RawHttp.exchange(server, "GET", session.target(transport), headers));
			}
			for (String path : new String[] { "xhr-polling/", "/" }) {
				assertForbidden(RawHttp.exchange(server, "GET",
						LegacySession.HANDSHAKE + path + session.sid() + "?disconnect=1", header));
			}
			assertThat(session.post("2::").body()).as("still there").isEqualTo("1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site" })
	void aScriptOfAnotherOriginIsRefused(String site) {
		String header = "Sec-Fetch-Site: " + site;
		for (TestServer server : new TestServer[] { closed, open }) {
			int before = server.engine().size();
			RawHttp.Response handshake = RawHttp.exchange(server, "GET", LegacySession.HANDSHAKE + "?jsonp=2", header);
			assertThat(handshake.status()).as("a script sees no status").isEqualTo(200);
			assertThat(handshake.body()).isEqualTo("io.j[2](new Error(\"handshake bad origin\"));");
			assertThat(server.engine().size()).isEqualTo(before);
			LegacySession session = LegacySession.joined(server);
			assertForbidden(RawHttp.exchange(server, "GET", session.target("jsonp-polling"), header));
			assertForbidden(RawHttp.post(server, session.target("jsonp-polling"), "d=%220::%22", header));
			assertThat(session.post("2::").body()).isEqualTo("1");
		}
		RawHttp.Response allowed = RawHttp.exchange(any, "GET", LegacySession.HANDSHAKE + "?jsonp=2", header);
		LegacySession session = LegacySession.of(any, allowed);
		assertThat(RawHttp.exchange(any, "GET", session.target("jsonp-polling"), header).body())
			.isEqualTo("io.j[3](\"1::\");");
	}

	@Test
	void ownPagesAndScriptsAreServed() {
		String own = "Origin: http://localhost:" + closed.port();
		LegacySession session = LegacySession.of(closed, RawHttp.exchange(closed, "GET", LegacySession.HANDSHAKE, own));
		RawHttp.Response poll = session.get(own);
		assertThat(poll.body()).isEqualTo("1::");
		assertThat(poll.header("Access-Control-Allow-Origin")).isNull();
		assertThat(session.post("2::", own).body()).isEqualTo("1");
		assertThat(RawHttp.exchange(closed, "GET", LegacySession.HANDSHAKE + "?jsonp=0", "Sec-Fetch-Site: same-origin")
			.body()).startsWith("io.j[0](\"");
		LegacySession.webSocket(closed, session.target("websocket"), own).close();
	}

	@Test
	void aListedOriginMayReadEverything() {
		String header = "Origin: " + LISTED;
		RawHttp.Response handshake = RawHttp.exchange(open, "GET", LegacySession.HANDSHAKE, header);
		assertReadable(handshake);
		LegacySession session = LegacySession.of(open, handshake);
		RawHttp.Response poll = session.get(header);
		assertReadable(poll);
		assertThat(poll.body()).isEqualTo("1::");
		RawHttp.Response post = session.post("2::", header);
		assertReadable(post);
		assertThat(post.body()).isEqualTo("1");
		for (String transport : new String[] { "xhr-polling", "jsonp-polling", "htmlfile", "xhr-multipart" }) {
			RawHttp.Response unknown = RawHttp.exchange(open, "GET", LegacySession.target(transport, "abc"), header);
			assertReadable(unknown);
			assertThat(unknown.body()).contains(LegacySession.UNKNOWN);
		}
		assertReadable(
				RawHttp.exchange(open, "GET", LegacySession.HANDSHAKE + "/" + session.sid() + "?disconnect=1", header));
		LegacySession other = LegacySession.open(open);
		LegacySession.webSocket(open, other.target("websocket"), header).close();
	}

	@Test
	void refusalsCanBeReadToo() {
		RawHttp.Response response = RawHttp.exchange(open, "GET", LegacySession.HANDSHAKE + "?jsonp=x",
				"Origin: " + LISTED);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
	}

	@Test
	void aPreflightIsAnswered() {
		LegacySession session = LegacySession.joined(open);
		for (String target : new String[] { LegacySession.HANDSHAKE, session.target("xhr-polling") }) {
			RawHttp.Response response = RawHttp.exchange(open, "OPTIONS", target, "Origin: " + LISTED,
					"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type");
			assertThat(response.status()).isEqualTo(204);
			assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
			assertThat(response.header("Access-Control-Allow-Methods")).contains("GET", "POST");
			response = RawHttp.exchange(open, "OPTIONS", target, "Origin: https://example.com",
					"Access-Control-Request-Method: POST");
			assertThat(response.header("Access-Control-Allow-Origin")).isNull();
		}
		assertThat(session.post("2::").body()).isEqualTo("1");
	}

}
