package io.github.socketiospring.transport.webflux;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

import io.github.socketiospring.Socket;
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

/**
 * Compression, JSONP, cookies and the application's own refusals.
 */
class ResponseTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		RequestFilter filter = (request) -> switch (String.valueOf(request.query().getFirst("filter"))) {
			case "forbidden" -> Mono.error(new RequestRefusedException(RequestError.FORBIDDEN, "not \"you\" <b>"));
			case "error" -> Mono.error(new IllegalStateException("secret"));
			case "throw" -> throw new IllegalStateException("secret");
			default -> Mono.empty();
		};
		server = TestServer.builder()
			.customizer((io) -> io.of("/")
				.onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)))))
			.bean(RequestFilter.class, filter)
			.properties("socketio.cookie.enabled=true")
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** The answer to a poll of so many bytes. */
	private static RawHttp.Response poll(int length, String... headers) {
		PollingSession session = PollingSession.joined(server);
		session.post("420[\"ask\",\"" + "x".repeat(length - 7) + "\"]");
		return session.get(headers);
	}

	private static String text(InputStream input) throws IOException {
		return new String(input.readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void shortAnswersAreNotCompressed() {
		RawHttp.Response response = poll(1023, "Accept-Encoding: gzip");
		assertThat(response.header("Content-Encoding")).isNull();
		assertThat(response.bytes()).hasSize(1023);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "gzip", "gzip, deflate, br", "deflate, gzip", "GZIP", "gzip;q=0.1, deflate", "br;q=1, gzip" })
	void gzipComesFirst(String accepted) throws IOException {
		RawHttp.Response response = poll(1024, "Accept-Encoding: " + accepted);
		assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(response.bytes().length));
		assertThat(response.header("Vary")).contains("Accept-Encoding");
		assertThat(text(new GZIPInputStream(new ByteArrayInputStream(response.bytes())))).hasSize(1024)
			.startsWith("430[\"xxx");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deflate", "gzip;q=0, deflate", "gzip; q=0.000, deflate;q=0.5" })
	void deflateComesSecond(String accepted) throws IOException {
		RawHttp.Response response = poll(1024, "Accept-Encoding: " + accepted);
		assertThat(response.header("Content-Encoding")).isEqualTo("deflate");
		assertThat(text(new InflaterInputStream(new ByteArrayInputStream(response.bytes())))).hasSize(1024);
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity", "br", "gzip;q=0", "gzipped", "" })
	void otherwiseAnswersAreAsTheyAre(String accepted) {
		RawHttp.Response response = poll(1024, "Accept-Encoding: " + accepted);
		assertThat(response.header("Content-Encoding")).isNull();
		assertThat(response.bytes()).hasSize(1024);
	}

	@Test
	void anAnswerWithNothingToCompressIsAsItIs() {
		PollingSession session = PollingSession.joined(server);
		Socket socket = server.io().of("/").socket(session.socketId());
		assertThat(socket).isNotNull();
		socket.compress(false).emit("image", "x".repeat(2000));
		server.io().compress(false).emit("image");
		assertThat(session.get("Accept-Encoding: gzip").header("Content-Encoding")).isNull();
		socket.compress(false).emit("image", "x".repeat(2000));
		socket.emit("text");
		assertThat(session.get("Accept-Encoding: gzip").header("Content-Encoding")).isEqualTo("gzip");
	}

	@Test
	void postsAreNeverCompressed() {
		PollingSession session = PollingSession.joined(server);
		assertThat(session.post("3", "Accept-Encoding: gzip").body()).isEqualTo("ok");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					socketio.cookie.max-age=1h | ; Path=/; Max-Age=3600; Expires=
					socketio.cookie.expires=2100-01-02T03:04:05Z | ; Path=/; HttpOnly; SameSite=Lax; Expires=Sat, 02 Jan 2100 03:04:05 GMT
					socketio.cookie.domain=example.org | ; Path=/; Domain=example.org; HttpOnly; SameSite=Lax
					socketio.cookie.partitioned=true,socketio.cookie.secure=true | ; Path=/; Secure; HttpOnly; Partitioned; SameSite=Lax
					socketio.cookie.name=__Host-io,socketio.cookie.secure=true | ; Path=/; Secure; HttpOnly; SameSite=Lax
					""")
	void theCookieHasTheAttributesThatAreConfigured(String properties, String attributes) {
		try (TestServer other = TestServer.builder()
			.properties(properties.split(","))
			.properties("socketio.cookie.enabled=true")
			.start()) {
			for (String target : new String[] { PollingSession.HANDSHAKE, "/socket.io/1/" }) {
				String cookie = RawHttp.exchange(other, "GET", target).header("Set-Cookie");
				assertThat(cookie).startsWith(properties.contains("__Host-io") ? "__Host-io=" : "io=");
				assertThat(cookie.substring(cookie.indexOf(';'))).startsWith(attributes);
			}
		}
	}

	@Test
	void theCookieComesWithThePollingHandshakeOnly() {
		RawHttp.Response handshake = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE);
		PollingSession session = PollingSession.of(server, handshake);
		assertThat(handshake.header("Set-Cookie"))
			.isEqualTo("io=" + session.sid() + "; Path=/; HttpOnly; SameSite=Lax");
		session.post("40");
		assertThat(session.get().header("Set-Cookie")).isNull();
		RawHttp.Response upgrade = RawHttp.exchange(server, "GET", "/socket.io/?EIO=4&transport=websocket",
				"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
		assertThat(upgrade.status()).isEqualTo(101);
		assertThat(upgrade.header("Set-Cookie")).isNull();
	}

	@Test
	void theCookieIsNeverRead() {
		PollingSession session = PollingSession.joined(server);
		RawHttp.Response response = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE,
				"Cookie: io=" + session.sid());
		assertThat(PollingSession.of(server, response).sid()).isNotEqualTo(session.sid());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "7", "0123456789" })
	void jsonpAnswersAreScripts(String index) {
		RawHttp.Response handshake = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE + "&j=" + index);
		assertThat(handshake.status()).isEqualTo(200);
		assertThat(handshake.header("Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
		assertThat(handshake.header("Cache-Control")).isEqualTo("no-store");
		assertThat(handshake.body()).startsWith("___eio[" + index + "](\"0{\\\"sid\\\":\\\"").endsWith("}\");");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "1x", "-1", "1.0", "12345678901", "%31%3Balert(1)", "1];alert(1);[", "%D9%A1" })
	void jsonpIndexesAreDigits(String index) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE + "&j=" + index);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
		PollingSession session = PollingSession.joined(server);
		assertThat(RawHttp.exchange(server, "GET", session.target() + "&j=" + index).status()).isEqualTo(400);
		assertThat(RawHttp.post(server, session.target() + "&j=" + index, "d=3").status()).isEqualTo(400);
		assertThat(session.post("3").body()).isEqualTo("ok");
	}

	@Test
	void jsonpEscapesWhatScriptsMustNotHold() {
		PollingSession session = PollingSession.joined(server);
		session.post("420[\"ask\",\"</script>\u2028\u2029\\\\\"]");
		RawHttp.Response response = RawHttp.exchange(server, "GET", session.target() + "&j=1");
		assertThat(response.body()).isEqualTo("___eio[1](\"430[\\\"\\u003c/script>\\u2028\\u2029\\\\\\\\\\\"]\");");
	}

	@Test
	void jsonpPostsAreForms() {
		PollingSession session = PollingSession.joined(server);
		RawHttp.Response answer = RawHttp.post(server, session.target() + "&j=1",
				"x=1&d=420%5B%22ask%22%2C%22a+%2B%26b%22%5D&y=2", "Content-Type: application/x-www-form-urlencoded");
		assertThat(answer.body()).isEqualTo("ok");
		assertThat(answer.header("Content-Type")).isEqualTo("text/html");
		assertThat(session.get().body()).isEqualTo("430[\"a +&b\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "3", "x=3", "d", "d=%", "d=%zz", "d=%4" })
	void jsonpPostsMustBeForms(String body) {
		PollingSession session = PollingSession.joined(server);
		assertThat(RawHttp.post(server, session.target() + "&j=1", body).status()).isEqualTo(400);
		assertThat(session.get().body()).contains("\"code\":1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "forbidden|{\"code\":4,\"message\":\"not \\\"you\\\" \\u003cb>\"}|not &quot;you&quot; &lt;b&gt;",
					"error|{\"code\":4,\"message\":\"Forbidden\"}|Forbidden",
					"throw|{\"code\":4,\"message\":\"Forbidden\"}|Forbidden" })
	void theApplicationRefuses(String query, String json, String text) {
		RawHttp.Response polling = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE + "&filter=" + query);
		assertThat(polling.status()).isEqualTo(403);
		assertThat(polling.header("Content-Type")).isEqualTo("application/json");
		assertThat(polling.body()).isEqualTo(json);
		assertThat(polling.header("Set-Cookie")).isNull();
		RawHttp.Response upgrade = RawHttp.exchange(server, "GET",
				"/socket.io/?EIO=4&transport=websocket&filter=" + query, "Connection: Upgrade", "Upgrade: websocket",
				"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
		assertThat(upgrade.status()).isEqualTo(400);
		assertThat(upgrade.body()).isEqualTo(text);
	}

	@Test
	void theApplicationIsNotAskedAboutOpenSessions() {
		PollingSession session = PollingSession.joined(server);
		assertThat(RawHttp.post(server, session.target() + "&filter=forbidden", "3").body()).isEqualTo("ok");
	}

}
