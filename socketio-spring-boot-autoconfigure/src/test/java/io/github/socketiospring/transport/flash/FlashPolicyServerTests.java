package io.github.socketiospring.transport.flash;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link FlashPolicyServer}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FlashPolicyServerTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final FlashPolicy POLICY = FlashPolicy.of(List.of("*"), List.of("*"));

	private static final String ANSWER = POLICY + "\0";

	private final BlockingQueue<FlashPolicyOutcome> outcomes = new LinkedBlockingQueue<>();

	private @Nullable FlashPolicyServer server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.stop();
		}
	}

	private FlashPolicyServer start(Duration timeout) {
		return start(timeout, 1000, POLICY);
	}

	private FlashPolicyServer start(Duration timeout, int maxConnections, FlashPolicy policy) {
		return start(new FlashPolicyServerOptions(InetAddress.getLoopbackAddress(), 0, timeout, 128, maxConnections,
				128, null), policy);
	}

	private FlashPolicyServer start(FlashPolicyServerOptions options, FlashPolicy policy) {
		FlashPolicyServer server = new FlashPolicyServer(options, policy, this.outcomes::add);
		this.server = server;
		server.start();
		return server;
	}

	private FlashPolicyOutcome outcome() throws InterruptedException {
		FlashPolicyOutcome outcome = this.outcomes.poll(20, TimeUnit.SECONDS);
		assertThat(outcome).isNotNull();
		return outcome;
	}

	@Test
	void servesThePolicy() throws InterruptedException {
		assertThat(PolicyClient.ask(start(LONG).port())).isEqualTo(ANSWER);
		assertThat(outcome()).isEqualTo(FlashPolicyOutcome.SERVED);
	}

	@Test
	void requestMayComeByteByByte() throws InterruptedException {
		try (PolicyClient client = new PolicyClient(start(LONG).port())) {
			PolicyClient.REQUEST.chars().forEach((next) -> client.send(String.valueOf((char) next)));
			assertThat(client.readAll()).isEqualTo(ANSWER);
		}
		assertThat(outcome()).isEqualTo(FlashPolicyOutcome.SERVED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<policy-file-request/>", "<policy-file-request/>\n", "<policy-file-request/> " })
	void requestIsRecognizedByItsBeginning(String request) throws InterruptedException {
		try (PolicyClient client = new PolicyClient(start(LONG).port())) {
			assertThat(client.send(request).readAll()).isEqualTo(ANSWER);
		}
		assertThat(outcome()).isEqualTo(FlashPolicyOutcome.SERVED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 105, 106, 10_000 })
	void bytesBehindTheRequestAreIgnored(int count) throws InterruptedException {
		FlashPolicyServer server = start(LONG);
		try (PolicyClient client = new PolicyClient(server.port())) {
			assertThat(client.send(PolicyClient.REQUEST + "x".repeat(count)).readAll())
				.startsWith(ANSWER.substring(0, 5));
		}
		assertThat(outcome()).isEqualTo(FlashPolicyOutcome.SERVED);
		awaitNoConnections(server);
	}

	@Test
	void bytesAfterTheAnswerAreBounded() {
		FlashPolicyServer server = start(LONG);
		try (PolicyClient client = new PolicyClient(server.port())) {
			assertThat(client.send(PolicyClient.REQUEST).readAll()).isEqualTo(ANSWER);
			client.send("x".repeat(105));
			assertThat(server.connections()).isOne();
			client.send("x");
			awaitNoConnections(server);
		}
	}

	@Test
	void clientThatDoesNotCloseIsClosed() {
		FlashPolicyServer server = start(SHORT);
		try (PolicyClient client = new PolicyClient(server.port())) {
			assertThat(client.send(PolicyClient.REQUEST).readAll()).isEqualTo(ANSWER);
			awaitNoConnections(server);
		}
	}

	@Test
	void clientThatHasClosedItsSideIsServed() throws IOException {
		try (PolicyClient client = new PolicyClient(start(LONG).port())) {
			client.send(PolicyClient.REQUEST).socket().shutdownOutput();
			assertThat(client.readAll()).isEqualTo(ANSWER);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "\0", "<policy-file-request>", "<policy-file-request />\0",
			"<POLICY-FILE-REQUEST/>\0", "GET / HTTP/1.1\r\n\r\n", "<?xml version=\"1.0\"?>" })
	void otherRequestsAreRefused(String request) throws InterruptedException {
		try (PolicyClient client = new PolicyClient(start(LONG).port())) {
			assertThat(client.send(request).readAll()).isIn("", "reset");
		}
		assertThat(outcome()).isEqualTo(FlashPolicyOutcome.REFUSED);
	}

	@Test
	void garbageIsRefused() throws InterruptedException {
		try (PolicyClient client = new PolicyClient(start(LONG).port())) {
			assertThat(client.send("\u00ff".repeat(128)).readAll()).isEmpty();
		}
		assertThat(outcome()).isEqualTo(FlashPolicyOutcome.REFUSED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<", "<policy-file-request/" })
	void silenceIsTimedOut(String begin) throws InterruptedException {
		FlashPolicyServer server = start(SHORT);
		try (PolicyClient client = new PolicyClient(server.port())) {
			assertThat(client.send(begin).readAll()).isEmpty();
		}
		assertThat(outcome()).isEqualTo(FlashPolicyOutcome.TIMED_OUT);
		awaitNoConnections(server);
	}

	@Test
	void slowReaderIsTimedOut() throws IOException, InterruptedException {
		FlashPolicy large = FlashPolicy
			.parse(("<cross-domain-policy><!--" + "x".repeat(20_000_000) + "--></cross-domain-policy>")
				.getBytes(StandardCharsets.UTF_8));
		FlashPolicyServer server = start(SHORT, 10, large);
		Socket socket = new Socket();
		socket.setReceiveBufferSize(1024);
		try (PolicyClient client = new PolicyClient(socket,
				new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
			client.send(PolicyClient.REQUEST);
			assertThat(outcome()).isEqualTo(FlashPolicyOutcome.TIMED_OUT);
			awaitNoConnections(server);
		}
	}

	@Test
	void resetsDoNoHarm(CapturedOutput output) throws InterruptedException {
		FlashPolicyServer server = start(LONG);
		for (String begin : List.of("", "<policy", PolicyClient.REQUEST)) {
			PolicyClient client = new PolicyClient(server.port());
			client.send(begin).reset();
			assertThat(outcome()).isIn(FlashPolicyOutcome.ABORTED, FlashPolicyOutcome.SERVED);
			awaitNoConnections(server);
		}
		assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
		assertThat(output).doesNotContain("WARN").doesNotContain("ERROR");
	}

	@Test
	void connectionsAreLimited() throws InterruptedException {
		FlashPolicyServer server = start(LONG, 2, POLICY);
		try (PolicyClient first = new PolicyClient(server.port());
				PolicyClient second = new PolicyClient(server.port())) {
			Awaitility.await().until(() -> server.connections() == 2);
			try (PolicyClient third = new PolicyClient(server.port())) {
				assertThat(third.readAll()).isEmpty();
			}
			assertThat(outcome()).isEqualTo(FlashPolicyOutcome.OVERLOADED);
			first.reset();
			assertThat(outcome()).isEqualTo(FlashPolicyOutcome.ABORTED);
			Awaitility.await().until(() -> server.connections() == 1);
			assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
			assertThat(second.send(PolicyClient.REQUEST).readAll()).isEqualTo(ANSWER);
		}
	}

	@Test
	void listensOnAnAddressOfVersion6() throws IOException {
		InetAddress loopback = Inet6Address.getByName("::1");
		try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
			assertThat(probe.isBound()).isTrue();
		}
		catch (IOException ex) {
			assumeTrue(false, "no IPv6 here");
		}
		FlashPolicyServer server = start(new FlashPolicyServerOptions(loopback, 0, LONG, 128, 10, 10, null), POLICY);
		try (PolicyClient client = new PolicyClient(loopback, server.port())) {
			assertThat(client.send(PolicyClient.REQUEST).readAll()).isEqualTo(ANSWER);
		}
	}

	@Test
	void everyConnectionIsLoggedWithoutItsInput(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(FlashPolicyServer.class.getName(), LogLevel.DEBUG);
		try (PolicyClient client = new PolicyClient(start(LONG).port())) {
			client.send("forged\nline").readAll();
			PolicyClient.ask(this.server.port());
			String peer = client.socket().getLocalAddress().getHostAddress() + ":" + client.socket().getLocalPort();
			assertThat(output).containsOnlyOnce("/" + peer + ": REFUSED").containsOnlyOnce(": SERVED");
			assertThat(output).doesNotContain("forged");
		}
		finally {
			logging.setLogLevel(FlashPolicyServer.class.getName(), null);
		}
	}

	@Test
	void failingObserverChangesNothing() {
		FlashPolicyServerOptions options = new FlashPolicyServerOptions(InetAddress.getLoopbackAddress(), 0, LONG, 128,
				10, 10, null);
		FlashPolicyServer server = new FlashPolicyServer(options, POLICY, (outcome) -> {
			throw new IllegalStateException("counting is hard");
		});
		this.server = server;
		server.start();
		assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
		assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
		awaitNoConnections(server);
	}

	@Test
	void portInUseIsExplained() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			FlashPolicyServerOptions options = new FlashPolicyServerOptions(InetAddress.getLoopbackAddress(),
					taken.getLocalPort(), LONG, 128, 10, 10, null);
			FlashPolicyServer server = new FlashPolicyServer(options, POLICY, FlashPolicyObserver.NONE);

			assertThatExceptionOfType(FlashPolicyBindException.class).isThrownBy(server::start)
				.withMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1")
				.withMessageContaining("in use")
				.satisfies((ex) -> assertThat(ex.action()).contains("socketio.policy-server.port"));

			assertThat(server.port()).isEqualTo(-1);
			awaitNoThreads();
			taken.close();
			server.start();
			this.server = server;
			assertThat(PolicyClient.ask(taken.getLocalPort())).isEqualTo(ANSWER);
		}
	}

	@Test
	void portsThatNeedACapabilityAreExplained() {
		FlashPolicyBindException ex = new FlashPolicyBindException(new InetSocketAddress(843),
				new IOException("Permission denied"));

		assertThat(ex).hasMessage("The Flash policy server cannot listen on port 843: Permission denied");
		assertThat(ex.action()).contains("CAP_NET_BIND_SERVICE").contains("10843");
	}

	@Test
	void addressesOfOthersAreExplained() throws IOException {
		FlashPolicyServerOptions options = new FlashPolicyServerOptions(InetAddress.getByName("192.0.2.1"), 0, LONG,
				128, 10, 10, null);

		assertThatExceptionOfType(FlashPolicyBindException.class)
			.isThrownBy(new FlashPolicyServer(options, POLICY, FlashPolicyObserver.NONE)::start)
			.satisfies((ex) -> assertThat(ex.action()).contains("socketio.policy-server.host"));
	}

	@Test
	void startsAgain() throws IOException {
		FlashPolicyServer server = start(LONG);
		int port = server.port();
		PolicyClient open = new PolicyClient(port);
		Awaitility.await().until(() -> server.connections() == 1);
		server.start();
		assertThat(server.port()).isEqualTo(port);

		server.stop();
		server.stop();

		assertThat(open.readAll()).isIn("", "reset");
		open.close();
		assertThat(server.port()).isEqualTo(-1);
		awaitNoThreads();
		new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		server.start();
		assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
	}

	@Test
	void acceptsAndServesOnOneThread() {
		awaitNoThreads();
		FlashPolicyServer server = start(LONG);
		PolicyClient.ask(server.port());
		PolicyClient.ask(server.port());
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.filteredOn((name) -> name.startsWith("socketio-policy"))
			.hasSize(1);
	}

	private static void awaitNoConnections(FlashPolicyServer server) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> server.connections() == 0);
	}

	private static void awaitNoThreads() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("socketio-policy")));
	}

}
