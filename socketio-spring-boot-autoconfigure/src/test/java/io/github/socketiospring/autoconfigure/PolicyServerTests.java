package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.TlsBundle;
import io.github.socketiospring.transport.flash.FlashPolicy;
import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.FlashPolicyOutcome;
import io.github.socketiospring.transport.flash.FlashPolicyServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The policy server as part of an application.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class PolicyServerTests {

	private static final String[] ON = { "socketio.policy-server.enabled=true", "socketio.policy-server.port=0",
			"socketio.policy-server.host=127.0.0.1" };

	private static String ask(Socket socket) throws IOException {
		try (socket) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write("<policy-file-request/>\0".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String ask(int port) throws IOException {
		return ask(new Socket(InetAddress.getLoopbackAddress(), port));
	}

	@Test
	void isOffUnlessAskedFor() {
		try (TestServer server = TestServer.start(Application.class)) {
			assertThat(server.context().getBeansOfType(FlashPolicyServer.class)).isEmpty();
			assertThat(server.context().getBeansOfType(PolicyServerLifecycle.class)).isEmpty();
		}
	}

	@Test
	void livesAsLongAsTheApplication() throws IOException {
		FlashPolicyServer policyServer;
		int port;
		try (TestServer server = TestServer.start(Application.class,
				TestServer.concat(ON, "socketio.policy-server.allowed-domains=a.example,*.b.example",
						"socketio.policy-server.allowed-ports=80,8000-8099"))) {
			policyServer = server.bean(FlashPolicyServer.class);
			port = policyServer.port();
			assertThat(ask(port)).contains("<allow-access-from domain=\"a.example\" to-ports=\"80,8000-8099\"/>")
				.contains("<allow-access-from domain=\"*.b.example\" to-ports=\"80,8000-8099\"/>")
				.endsWith("\0");
		}
		assertThat(policyServer.port()).isEqualTo(-1);
		new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("socketio-policy")));
	}

	@Test
	void restartsWithTheApplication() throws IOException {
		try (TestServer server = TestServer.start(Application.class, ON)) {
			FlashPolicyServer policyServer = server.bean(FlashPolicyServer.class);
			PolicyServerLifecycle lifecycle = server.bean(PolicyServerLifecycle.class);
			for (int i = 0; i < 3; i++) {
				assertThat(lifecycle.isRunning()).isTrue();
				assertThat(ask(policyServer.port())).contains("domain=\"*\" to-ports=\"*\"");
				lifecycle.stop();
				assertThat(lifecycle.isRunning()).isFalse();
				assertThat(policyServer.port()).isEqualTo(-1);
				lifecycle.start();
			}
		}
	}

	@Test
	void sendsFileAsItIs(@TempDir Path directory) throws IOException {
		String xml = "<?xml version='1.0'?>\n<cross-domain-policy><site-control/></cross-domain-policy>";
		Path file = Files.writeString(directory.resolve("policy.xml"), xml);
		try (TestServer server = TestServer.start(Application.class,
				TestServer.concat(ON, "socketio.policy-server.policy=" + file.toUri()))) {
			assertThat(ask(server.bean(FlashPolicyServer.class).port())).isEqualTo(xml + '\0');
		}
	}

	@Test
	void speaksTls(@TempDir Path directory) throws Exception {
		try (TestServer server = TestServer.start(Application.class, withTls(directory))) {
			int port = server.bean(FlashPolicyServer.class).port();
			BlockingQueue<FlashPolicyOutcome> outcomes = server.bean(Application.class).outcomes;
			Socket tls = server.bean(SslBundles.class)
				.getBundle("flash")
				.createSslContext()
				.getSocketFactory()
				.createSocket(InetAddress.getLoopbackAddress(), port);

			assertThat(ask(tls)).contains("domain=\"*\" to-ports=\"*\"").endsWith("\0");
			assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo(FlashPolicyOutcome.SERVED);

			assertThat(ask(port)).doesNotContain("domain");
			assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo(FlashPolicyOutcome.ABORTED);
		}
	}

	@Test
	void tlsHandshakeIsTimedOut(@TempDir Path directory) throws Exception {
		try (TestServer server = TestServer.start(Application.class,
				TestServer.concat(withTls(directory), "socketio.policy-server.read-timeout=100ms"));
				Socket silent = new Socket(InetAddress.getLoopbackAddress(),
						server.bean(FlashPolicyServer.class).port())) {
			silent.setSoTimeout(20_000);
			assertThat(silent.getInputStream().readAllBytes()).doesNotContain('<');
			assertThat(server.bean(Application.class).outcomes.poll(20, TimeUnit.SECONDS))
				.isIn(FlashPolicyOutcome.TIMED_OUT, FlashPolicyOutcome.ABORTED);
		}
	}

	@Test
	void webServersPortAnswersWithTls(@TempDir Path directory) throws Exception {
		try (TestServer server = TestServer.start(Application.class, TestServer.concat(withTls(directory),
				"server.ssl.bundle=flash", "socketio.policy-server.inline=true"))) {
			Socket tls = server.bean(SslBundles.class)
				.getBundle("flash")
				.createSslContext()
				.getSocketFactory()
				.createSocket(InetAddress.getLoopbackAddress(), server.port());

			assertThat(ask(tls)).contains("domain=\"*\" to-ports=\"*\"").endsWith("\0");
		}
	}

	@Test
	void webServersPortAnswersBesideHttp2() throws IOException {
		try (TestServer server = TestServer.start(Application.class, "server.http2.enabled=true",
				"socketio.policy-server.inline=true")) {
			HttpResponse<String> response = server.handshake();
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(ask(server.port())).contains("domain=\"*\" to-ports=\"*\"").endsWith("\0");
		}
	}

	/** Who trusts the new certificate alone is let in by nothing else. */
	@Test
	void newConnectionsGetTheCertificateOfAReloadedBundle(@TempDir Path directory) throws Exception {
		try (TestServer server = TestServer.start(Application.class, withTls(directory))) {
			TlsBundle.create("renewed", directory);
			var store = new JksSslStoreDetails("PKCS12", null, directory.resolve("renewed.p12").toUri().toString(),
					TlsBundle.PASSWORD);
			SslBundle renewed = SslBundle.of(new JksSslStoreBundle(store, store));
			server.bean(SslBundleRegistry.class).updateBundle("flash", renewed);

			assertThat(ask(renewed.createSslContext()
				.getSocketFactory()
				.createSocket(InetAddress.getLoopbackAddress(), server.bean(FlashPolicyServer.class).port())))
				.contains("domain=\"*\" to-ports=\"*\"");
		}
	}

	private static String[] withTls(Path directory) throws Exception {
		return TestServer.concat(TestServer.concat(ON, TlsBundle.create("flash", directory)),
				"socketio.policy-server.ssl.bundle=flash",
				"spring.ssl.bundle.jks.flash.options.enabled-protocols=TLSv1.3");
	}

	@Test
	void portInUseIsSurvived(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				TestServer server = TestServer.start(Application.class, "socketio.policy-server.enabled=true",
						"socketio.policy-server.host=127.0.0.1",
						"socketio.policy-server.port=" + taken.getLocalPort())) {
			assertThat(server.handshake().statusCode()).isEqualTo(200);
			assertThat(server.bean(FlashPolicyServer.class).port()).isEqualTo(-1);
			assertThat(output).contains("cannot listen on port " + taken.getLocalPort() + " of 127.0.0.1")
				.contains("The application runs without it. Stop whatever listens on port");
		}
	}

	@Test
	void portInUseIsFatalIfAskedFor(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatException().isThrownBy(
					() -> TestServer
						.start(Application.class, "socketio.policy-server.enabled=true",
								"socketio.policy-server.host=127.0.0.1", "socketio.policy-server.fail-fast=true",
								"socketio.policy-server.port=" + taken.getLocalPort())
						.close());
			String description = output.toString().split("APPLICATION FAILED TO START", 2)[1];
			assertThat(description).contains("The Flash policy server cannot listen on port " + taken.getLocalPort())
				.contains("or choose another with socketio.policy-server.port.")
				.doesNotContain("\tat ");
		}
	}

	@Test
	void backsOff() {
		try (TestServer server = TestServer.start(OwnServer.class, ON)) {
			assertThat(server.context().getBeansOfType(FlashPolicyServer.class)).containsOnlyKeys("own");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final BlockingQueue<FlashPolicyOutcome> outcomes = new LinkedBlockingQueue<>();

		@Bean
		FlashPolicyObserver observer() {
			return this.outcomes::add;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnServer {

		@Bean
		FlashPolicyServer own(SocketIOProperties properties) {
			return new FlashPolicyServer(new PolicyOptionsMapper(properties).server(null),
					FlashPolicy.of(List.of("own.example"), List.of("*")), FlashPolicyObserver.NONE);
		}

	}

}
