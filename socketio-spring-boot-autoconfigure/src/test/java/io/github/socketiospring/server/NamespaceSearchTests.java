package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Families that take their time, and clients of all generations that ask them.
 */
@ExtendWith(OutputCaptureExtension.class)
class NamespaceSearchTests {

	private static final BlockingQueue<Question> QUESTIONS = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> CANCELLED = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/shop-{id}").onConnection((socket) -> {
				socket.emit("welcome", socket.namespace().variables().get("id"),
						socket.handshake().auth().path("tok").asString());
				socket.on("echo", (arguments, ack) -> socket.emit("echo", arguments.toArray()));
				socket.on("leave", (arguments, ack) -> socket.disconnect());
			});
			io.of((name, handshake) -> {
				Question question = new Question(name, handshake, Sinks.one());
				QUESTIONS.add(question);
				return question.answer().asMono().doOnCancel(() -> CANCELLED.add(name));
			}).onConnection((socket) -> socket.emit("welcome", socket.namespace().name()));
		})
			.properties("socketio.connect-timeout=10s", "socketio.limits.max-namespaces-per-connection=3")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		await().until(() -> server.io().clientsCount() == 0);
		QUESTIONS.clear();
		CANCELLED.clear();
	}

	private static Question question() throws InterruptedException {
		Question question = QUESTIONS.poll(20, TimeUnit.SECONDS);
		assertThat(question).isNotNull();
		return question;
	}

	private static RawWebSocket oldClient() {
		RawWebSocket client = RawWebSocket.connect(server, "3");
		assertThat(client.read().text()).startsWith("0{");
		assertThat(client.read().text()).isEqualTo("40");
		return client;
	}

	// Matchers that take their time

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theClientWaitsForTheAnswer(boolean yes) throws InterruptedException {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text("40/asked,{\"token\":1}");
			Question question = question();
			assertThat(question.name()).isEqualTo("/asked");
			assertThat(question.handshake().auth().path("token").asInt()).isOne();
			assertThat(question.handshake().query().getFirst("EIO")).isEqualTo("4");
			question.answer().tryEmitValue(yes);
			assertThat(client.read().text())
				.startsWith(yes ? "40/asked,{\"sid\"" : "44/asked,{\"message\":\"Invalid namespace\"}");
		}
	}

	@Test
	void whoAsksTwiceMustGo() throws InterruptedException {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text("40/asked,");
			question();
			client.text("40/asked,");
			assertThat(client.readClose().status()).isEqualTo(1005);
		}
		assertThat(CANCELLED.poll(20, TimeUnit.SECONDS)).isEqualTo("/asked");
	}

	@Test
	void whoLeavesIsNotWaitedFor() throws InterruptedException {
		Question question;
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text("40/asked,");
			question = question();
		}
		assertThat(CANCELLED.poll(20, TimeUnit.SECONDS)).isEqualTo("/asked");
		question.answer().tryEmitValue(true);
		assertThat(server.io().namespaces()).noneMatch((namespace) -> namespace.name().equals("/asked"));
	}

	@Test
	void undecidedNamespacesCount() throws InterruptedException {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text("40/asked,");
			client.text("40/asked2,");
			client.text("40/asked3,");
			assertThat(client.read().text()).isEqualTo("44/asked3,{\"message\":\"Too many namespaces\"}");
			question().answer().tryEmitValue(false);
			assertThat(client.read().text()).startsWith("44/asked,");
			client.text("40/asked3,");
			question();
			assertThat(question().name()).isEqualTo("/asked3");
		}
	}

	@Test
	void whatIsSentBeforeTheAnswerIsAStray() throws InterruptedException {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text("40/asked,");
			question();
			client.text("42/asked,[\"early\"]");
			assertThat(client.readClose().status()).isEqualTo(1005);
		}
	}

	@Test
	void theLogTellsOfItOnce(CapturedOutput output) throws InterruptedException {
		BlockingQueue<String> asked = new LinkedBlockingQueue<>();
		try (TestServer other = TestServer.builder().customizer((io) -> io.of((name, handshake) -> {
			asked.add(name);
			return Mono.never();
		})).properties("socketio.connect-timeout=10s").virtualTime().start();
				RawWebSocket client = RawWebSocket.joined(other)) {
			for (int i = 0; i < 2; i++) {
				client.text("40/asked" + i + ",");
				assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo("/asked" + i);
				other.clock().advance(Duration.ofSeconds(11));
				assertThat(client.read().text()).startsWith("44/asked" + i);
			}
		}
		assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("WARN") && line.contains("/asked"))
			.singleElement()
			.asString()
			.contains("connect-timeout", "debug level");
	}

	@Test
	void noAnswerIsARefusalInTheEnd() throws InterruptedException {
		try (RawWebSocket client = RawWebSocket.joined(server); RawWebSocket old = oldClient()) {
			client.text("40/asked,");
			question();
			old.text("40/asked,");
			question();
			server.clock().advance(Duration.ofSeconds(11));
			assertThat(client.read().text()).isEqualTo("44/asked,{\"message\":\"Connection refused\"}");
			assertThat(old.read().text()).isEqualTo("44/asked,\"Connection refused\"");
			assertThat(CANCELLED).hasSize(2);
			client.text("40/asked,");
			question().answer().tryEmitValue(true);
			assertThat(client.read().text()).startsWith("40/asked,{\"sid\"");
		}
	}

	// Old clients

	@Test
	void clientsOf2xChooseNamesWithAQuery() throws InterruptedException {
		try (RawWebSocket client = oldClient()) {
			client.text("40/shop-7?tok=a&x=1,");
			assertThat(client.read().text()).isEqualTo("40/shop-7,");
			assertThat(client.read().text()).isEqualTo("42/shop-7,[\"welcome\",\"7\",\"a\"]");
			client.text("42/shop-7,[\"echo\",1]");
			assertThat(client.read().text()).isEqualTo("42/shop-7,[\"echo\",1]");
			client.text("40/nothing?tok=a,");
			assertThat(question().name()).isEqualTo("/nothing");
			server.clock().advance(Duration.ofSeconds(11));
			assertThat(client.read().text()).isEqualTo("44/nothing,\"Connection refused\"");
			client.text("42/shop-7,[\"leave\"]");
			assertThat(client.read().text()).isEqualTo("41/shop-7,");
		}
	}

	@Test
	void clientsOfProtocol1ChooseNames() {
		LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET);
		client.open();
		client.join("/shop-8");
		assertThat(client.next().arguments()).containsExactly("8", "");
		client.emit("/shop-8", "echo", 1);
		assertThat(client.next().arguments()).containsExactly(1);
		client.send("1::/shop-9?tok=b");
		assertThat(client.next().arguments()).containsExactly("9", "b");
		client.send("1::/shop-{id}");
		client.emit("/shop-8", "leave");
		client.awaitLeft("/shop-8");
		client.close();
		await().until(() -> server.io().namespaces().stream().noneMatch((each) -> each.name().startsWith("/shop")));
	}

	@Test
	void eachGenerationReadsItsOwnRefusal() {
		try (RawWebSocket client = RawWebSocket.joined(server); RawWebSocket old = oldClient()) {
			client.text("40/shop-{id},");
			assertThat(client.read().text()).isEqualTo("44/shop-{id},{\"message\":\"Invalid namespace\"}");
			old.text("40/shop-*?x=1,");
			assertThat(old.read().text()).isEqualTo("44/shop-*,\"Invalid namespace\"");
		}
	}

	/**
	 * What a matcher was asked.
	 */
	private record Question(String name, Handshake handshake, Sinks.One<Boolean> answer) {

	}

}
