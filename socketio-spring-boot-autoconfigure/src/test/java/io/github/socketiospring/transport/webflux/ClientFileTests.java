package io.github.socketiospring.transport.webflux;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The browser client below the path.
 */
class ClientFileTests {

	private static final String SCRIPT = "/socket.io/socket.io.min.js";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js" })
	void servesEachFile(String name) {
		RawHttp.Response script = RawHttp.exchange(server, "GET", "/socket.io/" + name);
		assertThat(script.status()).isEqualTo(200);
		assertThat(script.header("Content-Type")).isEqualTo("application/javascript; charset=utf-8");
		assertThat(script.header("Cache-Control")).isEqualTo("public, max-age=0");
		assertThat(script.header("Content-Encoding")).isNull();
		assertThat(script.header("ETag")).matches("\"4\\.8\\.\\d+\"");
		assertThat(script.body()).contains("Socket.IO v4.8.").contains("sourceMappingURL=" + name + ".map");
		RawHttp.Response map = RawHttp.exchange(server, "GET", "/socket.io/" + name + ".map?x=1");
		assertThat(map.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
		assertThat(map.body()).startsWith("{").contains("\"mappings\"");
	}

	@Test
	void servesGzip() throws IOException {
		RawHttp.Response plain = RawHttp.exchange(server, "GET", SCRIPT);
		RawHttp.Response zipped = RawHttp.exchange(server, "GET", SCRIPT, "Accept-Encoding: br, gzip");
		assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(zipped.header("Vary")).contains("Accept-Encoding");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.bytes())).readAllBytes())
			.isEqualTo(plain.bytes());
		assertThat(zipped.bytes().length).isLessThan(plain.bytes().length / 2);
	}

	@Test
	void answersHead() {
		RawHttp.Response get = RawHttp.exchange(server, "GET", SCRIPT);
		RawHttp.Response head = RawHttp.exchange(server, "HEAD", SCRIPT);
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(get.bytes().length));
		assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
	}

	@Test
	void knowsWhatTheBrowserHas() {
		String etag = String.valueOf(RawHttp.exchange(server, "GET", SCRIPT).header("ETag"));
		for (String known : new String[] { etag, "W/" + etag, "\"x\", " + etag, "*" }) {
			RawHttp.Response response = RawHttp.exchange(server, "GET", SCRIPT, "If-None-Match: " + known);
			assertThat(response.status()).as(known).isEqualTo(304);
			assertThat(response.header("ETag")).isEqualTo(etag);
		}
		assertThat(RawHttp.exchange(server, "GET", SCRIPT, "If-None-Match: \"4.7.0\"").status()).isEqualTo(200);
		assertThat(RawHttp.exchange(server, "GET", SCRIPT, "If-None-Match: x").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "OPTIONS" })
	void servesNoOtherMethod(String method) {
		RawHttp.Response response = RawHttp.exchange(server, method, SCRIPT);
		assertThat(response.status()).isEqualTo(405);
		assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket.io.foo.js", "socket.io.js/", "..%2fsocket.io.js", "client.properties", "LICENSE" })
	void servesNothingElse(String name) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/" + name);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).contains("\"code\":0");
	}

	@Test
	void canBeTurnedOff() {
		try (TestServer other = TestServer.start((io) -> {
		}, "socketio.serve-client=false")) {
			assertThat(RawHttp.exchange(other, "GET", SCRIPT).status()).isEqualTo(400);
		}
	}

}
