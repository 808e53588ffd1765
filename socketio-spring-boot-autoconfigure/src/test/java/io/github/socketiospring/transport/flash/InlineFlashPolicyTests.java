package io.github.socketiospring.transport.flash;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InlineFlashPolicy}, on the port of an application.
 */
@Timeout(60)
class InlineFlashPolicyTests {

	private static final String ANSWER = FlashPolicy.of(List.of("example.org"), List.of("*")) + "\0";

	private static final String GET = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final BlockingQueue<FlashPolicyOutcome> outcomes = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.customizer(
					(io) -> io.of("/").onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send("ok"))))
			.bean(FlashPolicyObserver.class, outcomes::add)
			.properties("socketio.policy-server.inline=true", "socketio.policy-server.allowed-domains=example.org",
					"socketio.policy-server.read-timeout=500ms")
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void clear() {
		outcomes.clear();
	}

	@Test
	void answers() throws InterruptedException {
		assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
		assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo(FlashPolicyOutcome.SERVED);
	}

	@Test
	void answersRequestThatComesByteByByte() {
		try (PolicyClient client = new PolicyClient(server.port())) {
			PolicyClient.REQUEST.chars().forEach((next) -> client.send(String.valueOf((char) next)));
			assertThat(client.readAll()).isEqualTo(ANSWER);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<policy-file-request/>", "<policy-file-request/>\n",
			"<policy-file-request/> HTTP/1.1\r\n\r\n" })
	void recognizesTheRequestByItsBeginning(String request) throws InterruptedException {
		try (PolicyClient client = new PolicyClient(server.port())) {
			assertThat(client.send(request).readAll()).isEqualTo(ANSWER);
		}
		assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo(FlashPolicyOutcome.SERVED);
	}

	@Test
	void ignoresWhatFollows() {
		try (PolicyClient client = new PolicyClient(server.port())) {
			assertThat(client.send(PolicyClient.REQUEST + GET).readAll()).isEqualTo(ANSWER);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<", "<policy-file-request/" })
	void closesConnectionWhoseRequestDoesNotEnd(String begin) throws InterruptedException {
		try (PolicyClient client = new PolicyClient(server.port())) {
			assertThat(client.send(begin).readAll()).isEmpty();
		}
		assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo(FlashPolicyOutcome.TIMED_OUT);
	}

	@Test
	void resetsDoNoHarm() {
		for (String begin : List.of("", "<policy", PolicyClient.REQUEST)) {
			PolicyClient client = new PolicyClient(server.port());
			client.send(begin).reset();
		}
		assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<policy-file-request /> HTTP/1.1\r\n\r\n", "<html>\r\n\r\n", "< / HTTP/1.1\r\n\r\n" })
	void otherwiseTheHttpSideSeesEveryByte(String text) {
		String expected;
		try (TestServer plain = TestServer.start((io) -> {
		}); PolicyClient client = new PolicyClient(plain.port())) {
			expected = client.send(text).readAll();
		}
		try (PolicyClient whole = new PolicyClient(server.port());
				PolicyClient split = new PolicyClient(server.port())) {
			assertThat(whole.send(text).readAll()).isEqualTo(expected).startsWith("HTTP/1.1 400");
			assertThat(split.send(text.substring(0, 1)).send(text.substring(1)).readAll()).isEqualTo(expected);
		}
	}

	@Test
	void isNotThereUnlessAskedFor() {
		try (TestServer plain = TestServer.start((io) -> {
		}); PolicyClient client = new PolicyClient(plain.port())) {
			assertThat(client.send(PolicyClient.REQUEST + "\r\n\r\n").readAll()).doesNotContain("allow-access-from");
		}
	}

	@Test
	void pipelinedRequestsAreAnswered() {
		try (RawHttp http = new RawHttp(server)) {
			http.send(GET + GET + GET);
			for (int i = 0; i < 3; i++) {
				assertThat(http.response().body()).startsWith("0{");
			}
			http.send(GET);
			assertThat(http.response().body()).startsWith("0{");
		}
	}

	@Test
	void requestsMayStillBeSplit() {
		try (RawHttp http = new RawHttp(server)) {
			GET.chars().forEach((next) -> http.send(String.valueOf((char) next)));
			assertThat(http.response().body()).startsWith("0{");
		}
	}

	@Test
	void onlyTheFirstBytesOfConnectionAreLookedAt() {
		try (RawHttp http = new RawHttp(server)) {
			http.send(GET);
			assertThat(http.response().status()).isEqualTo(200);
			http.send(PolicyClient.REQUEST + "\r\n\r\n");
			assertThat(http.response().status()).isEqualTo(400);
		}
	}

	@Test
	void socketIoWorks() {
		for (Wire wire : List.of(new PollingWire(server), new WebSocketWire(server))) {
			SocketIoClient client = new SocketIoClient(wire);
			client.open();
			client.join("/");
			assertThat(client.call("/", "ask")).isEqualTo(List.of("ok"));
			client.close();
		}
	}

	@Test
	void webSocketsWork() {
		try (RawWebSocket webSocket = RawWebSocket.joined(server)) {
			webSocket.text("421[\"ask\"]");
			assertThat(webSocket.read().text()).isEqualTo("431[\"ok\"]");
		}
	}

}
