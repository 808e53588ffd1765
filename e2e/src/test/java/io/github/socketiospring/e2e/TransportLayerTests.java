package io.github.socketiospring.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import com.microsoft.playwright.Page;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.e2e.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The table of {@code docs/deployment.md} about HTTP/2, TLS and forwarded headers: what
 * it says is tried here.
 */
class TransportLayerTests {

	private static final String PASSWORD = "only-for-tests";

	private static final Pattern SID = Pattern.compile("\"sid\":\"([\\w-]+)\"");

	@TempDir
	private static Path directory;

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(TestServer.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.config.name=test-server",
					"spring.main.register-shutdown-hook=false")
			.properties(properties)
			.run();
	}

	private static int port(ConfigurableApplicationContext server) {
		return Integer.parseInt(server.getEnvironment().getRequiredProperty("local.server.port"));
	}

	/**
	 * A client that polls, in the fewest requests.
	 *
	 * @param http makes the requests
	 * @param url of the server
	 * @param headers of each request
	 */
	private record Poller(HttpClient http, String url, String... headers) {

		HttpResponse<String> open() throws IOException, InterruptedException {
			return send(HttpRequest.newBuilder(uri("")).GET());
		}

		/** Joins the root namespace and returns what the server has answered. */
		String join(HttpResponse<String> opening) throws IOException, InterruptedException {
			Matcher sid = SID.matcher(opening.body());
			assertThat(sid.find()).as(opening.body()).isTrue();
			URI session = uri("&sid=" + sid.group(1));
			HttpResponse<String> posted = send(
					HttpRequest.newBuilder(session).POST(HttpRequest.BodyPublishers.ofString("40")));
			assertThat(posted.statusCode()).isEqualTo(200);
			HttpResponse<String> polled = send(HttpRequest.newBuilder(session).GET());
			assertThat(polled.version()).isEqualTo(opening.version());
			return polled.body();
		}

		private URI uri(String more) {
			return URI.create(this.url + "/socket.io/?EIO=4&transport=polling" + more);
		}

		private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
			if (this.headers.length > 0) {
				request.headers(this.headers);
			}
			return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}

	}

	/**
	 * TLS from a bundle, with HTTP/2 on offer.
	 */
	@Nested
	@TestInstance(Lifecycle.PER_CLASS)
	class Tls {

		private ConfigurableApplicationContext server;

		private SSLContext trusting;

		@BeforeAll
		void start() throws Exception {
			createKey("first");
			createKey("second");
			Path used = directory.resolve("used.p12");
			Files.copy(directory.resolve("first.p12"), used);
			this.server = TransportLayerTests.start("server.ssl.bundle=web", "server.http2.enabled=true",
					"spring.ssl.bundle.jks.web.keystore.location=" + used.toUri(),
					"spring.ssl.bundle.jks.web.keystore.password=" + PASSWORD,
					"spring.ssl.bundle.jks.web.keystore.type=PKCS12", "spring.ssl.bundle.jks.web.reload-on-update=true",
					"spring.ssl.bundle.watch.file.quiet-period=50ms");
			this.trusting = trusting();
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		private void createKey(String name) throws IOException, InterruptedException {
			String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
			String store = name + ".p12";
			NodeScript.run(directory,
					List.of(keytool, "-genkeypair", "-alias", "web", "-keyalg", "EC", "-groupname", "secp256r1",
							"-dname", "CN=" + name, "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "2",
							"-storetype", "PKCS12", "-keystore", store, "-storepass", PASSWORD));
			NodeScript.run(directory, List.of(keytool, "-exportcert", "-rfc", "-alias", "web", "-keystore", store,
					"-storepass", PASSWORD, "-file", name + ".pem"));
		}

		private SSLContext trusting() throws Exception {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			for (String name : List.of("first", "second")) {
				KeyStore store = KeyStore.getInstance(directory.resolve(name + ".p12").toFile(),
						PASSWORD.toCharArray());
				trusted.setCertificateEntry(name, store.getCertificate("web"));
			}
			TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			managers.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, managers.getTrustManagers(), null);
			return context;
		}

		@ParameterizedTest
		@ValueSource(strings = { "polling", "websocket", "upgrade" })
		void clientsInNode(String transport) throws Exception {
			List<String> command = List.of("env",
					"NODE_EXTRA_CA_CERTS=" + directory.resolve("first.pem").toAbsolutePath(), "node", "basic.mjs",
					transport, "https://localhost:" + port(this.server));
			assertThat(NodeScript.run(NodeScript.DIRECTORY, command)).endsWith("all steps passed\n");
		}

		/**
		 * Polls go by HTTP/2, and WebSockets, which have no upgrade there, by HTTP/1.1.
		 */
		@ParameterizedTest
		@CsvSource(delimiter = ';', textBlock = """
				polling; h2
				websocket; h2
				polling,websocket; h2
				""")
		void clientsInABrowser(String transports, String protocol) {
			Page page = browser.openTab();
			ServedClient.exchange(page, "https://localhost:" + port(this.server) + "/client.html", transports, "null",
					"null");
			Object protocols = page.evaluate("""
					() => [...new Set(performance.getEntriesByType("resource")
					  .filter((entry) => entry.name.includes("/socket.io/")).map((entry) => entry.nextHopProtocol))]
					""");
			assertThat(protocols).isEqualTo(List.of(protocol));
		}

		@Test
		void javaByHttp2() throws Exception {
			Poller poller = new Poller(HttpClient.newBuilder().sslContext(this.trusting).build(),
					"https://localhost:" + port(this.server));
			HttpResponse<String> opening = poller.open();
			assertThat(opening.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(poller.join(opening)).startsWith("40{\"sid\":");
		}

		/** New connections get the new certificate, and those that are open stay open. */
		@Test
		void certificatesAreReloaded() throws Exception {
			assertThat(presented()).isEqualTo("CN=first");
			BlockingQueue<String> frames = new LinkedBlockingQueue<>();
			WebSocket webSocket = HttpClient.newBuilder()
				.sslContext(this.trusting)
				.build()
				.newWebSocketBuilder()
				.buildAsync(
						URI.create("wss://localhost:" + port(this.server) + "/socket.io/?EIO=4&transport=websocket"),
						new Frames(frames))
				.get(20, TimeUnit.SECONDS);
			try {
				webSocket.sendText("40", true).get(20, TimeUnit.SECONDS);
				assertThat(take(frames, "0{")).isNotEmpty();
				assertThat(take(frames, "40{")).isNotEmpty();
				replace("second");
				await().pollInterval(Duration.ofMillis(100)).until(() -> presented().equals("CN=second"));
				webSocket.sendText("421[\"echo-ack\",\"still here\"]", true).get(20, TimeUnit.SECONDS);
				assertThat(take(frames, "431")).isEqualTo("431[\"still here\"]");
			}
			finally {
				webSocket.abort();
				replace("first");
				await().pollInterval(Duration.ofMillis(100)).until(() -> presented().equals("CN=first"));
			}
		}

		private void replace(String name) throws IOException {
			Path next = Files.copy(directory.resolve(name + ".p12"), directory.resolve("next"),
					StandardCopyOption.REPLACE_EXISTING);
			Files.move(next, directory.resolve("used.p12"), StandardCopyOption.REPLACE_EXISTING,
					StandardCopyOption.ATOMIC_MOVE);
		}

		private String presented() throws IOException {
			try (SSLSocket socket = (SSLSocket) this.trusting.getSocketFactory()
				.createSocket("localhost", port(this.server))) {
				socket.setSoTimeout(20_000);
				socket.startHandshake();
				SSLSession session = socket.getSession();
				return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal().getName();
			}
		}

		private static String take(BlockingQueue<String> frames, String start) throws InterruptedException {
			String frame = frames.poll(20, TimeUnit.SECONDS);
			while (frame != null && !frame.startsWith(start)) {
				frame = frames.poll(20, TimeUnit.SECONDS);
			}
			assertThat(frame).as("a frame that starts with " + start).isNotNull();
			return frame;
		}

	}

	/**
	 * Keeps what arrives.
	 *
	 * @param received where
	 */
	private record Frames(BlockingQueue<String> received) implements WebSocket.Listener {

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.received.add(data.toString());
			webSocket.request(1);
			return null;
		}

	}

	/**
	 * HTTP/2 without TLS, beside HTTP/1.1.
	 */
	@Nested
	@TestInstance(Lifecycle.PER_CLASS)
	class Cleartext {

		private ConfigurableApplicationContext server;

		@BeforeAll
		void start() {
			this.server = TransportLayerTests.start("server.http2.enabled=true");
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "polling", "websocket", "upgrade" })
		void clientsInNodeByHttp1(String transport) throws Exception {
			assertThat(NodeScript.run("basic.mjs", transport, "http://127.0.0.1:" + port(this.server)))
				.endsWith("all steps passed\n");
		}

		@Test
		void javaByHttp2() throws Exception {
			Poller poller = new Poller(HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build(),
					"http://127.0.0.1:" + port(this.server));
			HttpResponse<String> opening = poller.open();
			assertThat(opening.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(poller.join(opening)).startsWith("40{\"sid\":");
		}

	}

	/** Whom the server believes, and what follows from it. */
	@ParameterizedTest
	@CsvSource({ "framework, true", "native, true", "none, false" })
	void forwardedHeaders(String strategy, boolean believed) throws Exception {
		try (ConfigurableApplicationContext server = start("server.forward-headers-strategy=" + strategy)) {
			BlockingQueue<Handshake> handshakes = new LinkedBlockingQueue<>();
			server.getBean(SocketIOServer.class).of("/").onConnection((socket) -> handshakes.add(socket.handshake()));
			List<String> headers = new ArrayList<>(Arrays.asList("X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto",
					"https", "X-Forwarded-Host", "chat.example.org", "Origin", "https://chat.example.org"));
			HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
			Poller page = new Poller(http, "http://127.0.0.1:" + port(server), headers.toArray(String[]::new));
			HttpResponse<String> opening = page.open();
			if (!believed) {
				// To the server, the page is of another origin.
				assertThat(opening.statusCode()).isEqualTo(403);
				return;
			}
			assertThat(page.join(opening)).startsWith("40{\"sid\":");
			Handshake handshake = handshakes.poll(20, TimeUnit.SECONDS);
			assertThat(handshake).isNotNull();
			InetSocketAddress address = handshake.remoteAddress();
			assertThat(address).isNotNull();
			assertThat(address.getHostString()).isEqualTo("203.0.113.9");
			assertThat(handshake.secure()).isTrue();
		}
	}

}
