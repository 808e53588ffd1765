package io.github.socketiospring.transport.webflux;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TlsBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.SslBundles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpConnections} where the version of HTTP is chosen when the channel
 * exists already: by TLS, or by a request that asks for HTTP/2 in the clear.
 */
class HttpConnectionsTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final String HANDSHAKE = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
			+ "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

	private static TestServer tls;

	private static TestServer clear;

	private static SSLContext trusting;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		tls = TestServer.builder()
			.properties(TlsBundle.create("server", directory))
			.properties("server.ssl.bundle=server", "server.http2.enabled=true",
					"socketio.http-timeouts.request-head=2s")
			.start();
		clear = TestServer.builder().properties("server.http2.enabled=true").start();
		trusting = tls.context().getBean(SslBundles.class).getBundle("server").createSslContext();
	}

	@AfterAll
	static void stop() {
		tls.close();
		clear.close();
	}

	private static SSLSocket connect(String protocol) throws IOException {
		SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", tls.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol });
		socket.setSSLParameters(parameters);
		socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
		return socket;
	}

	/** Whether the client names HTTP/1.1 to TLS, or no protocol at all. */
	@ParameterizedTest
	@ValueSource(strings = { "http/1.1", "" })
	void bytesBehindAWebSocketHandshakeAreRead(String protocol) throws IOException {
		try (SSLSocket socket = protocol.isEmpty()
				? (SSLSocket) trusting.getSocketFactory().createSocket("localhost", tls.port()) : connect(protocol)) {
			socket.getOutputStream().write((HANDSHAKE + "\u0081\u0005hello").getBytes(StandardCharsets.ISO_8859_1));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			assertThat(answer).startsWith("HTTP/1.1 101").endsWith("\u0088\u0002\u0003\u00ea");
		}
	}

	@Test
	void aHeadThatIsNotFinishedInTimeClosesTheConnection() throws IOException {
		try (SSLSocket socket = connect("http/1.1")) {
			socket.getOutputStream().write("GET /socket.io".getBytes(StandardCharsets.US_ASCII));
			try (InputStream input = socket.getInputStream()) {
				assertThat(input.read()).isEqualTo(-1);
			}
		}
	}

	@Test
	void http2OverTls() throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trusting).build();
		assertServed(client, tls.uri("https", POLLING));
	}

	/** The client asks for it by an upgrade. */
	@Test
	void http2InTheClear() throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
		assertServed(client, clear.uri("http", POLLING));
	}

	private static void assertServed(HttpClient client, URI uri) throws Exception {
		for (int i = 0; i < 3; i++) {
			HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(response.body()).startsWith("0{\"sid\"");
		}
	}

}
