package io.github.socketiospring.autoconfigure;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.server.event.Workers;
import io.github.socketiospring.testkit.NewThread;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that ends while clients are connected, and lets them go one after the
 * other.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ShutdownTests {

	private static final String READINESS = "/actuator/health/readiness";

	/**
	 * So much time that all that happens here happens long before the second client's
	 * turn.
	 */
	private static final String[] PROPERTIES = { "server.shutdown=graceful", "socketio.shutdown.drain=1h",
			"spring.lifecycle.timeout-per-shutdown-phase=2h", "management.endpoint.health.show-details=always" };

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readinessGoesBeforeTheClients(boolean ownPort) throws Exception {
		TestServer server = TestServer.start(Application.class, TestServer.concat(PROPERTIES,
				ownPort ? "management.server.port=0" : "", ownPort ? "management.server.address=127.0.0.1" : ""));
		EngineServer engine = server.bean(EngineServer.class);
		String management = "http://127.0.0.1:"
				+ (ownPort ? server.context().getEnvironment().getProperty("local.management.port") : server.port());
		assertThat(server.getAt(management + READINESS).statusCode()).isEqualTo(200);
		try (TestServer.WebSocketClient first = server.connect();
				TestServer.WebSocketClient second = server.connect();
				TestServer.WebSocketClient third = server.connect()) {
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close, NewThread::start);
			List<TestServer.WebSocketClient> clients = List.of(first, second, third);
			Awaitility.await().until(() -> engine.size() == 2);

			HttpResponse<String> readiness = server.getAt(management + READINESS);
			assertThat(readiness.statusCode()).isEqualTo(503);
			assertThat(readiness.body()).contains("OUT_OF_SERVICE");
			assertThat(server.getAt(management + "/actuator/health/liveness").statusCode()).isEqualTo(200);
			assertThat(server.getAt(management + "/actuator/health/socketIO").body()).contains("OUT_OF_SERVICE");
			assertThat(server.handshake().statusCode()).isEqualTo(503);

			Awaitility.await().until(() -> clients.stream().anyMatch(TestServer.WebSocketClient::isClosed));
			List<TestServer.WebSocketClient> left = clients.stream().filter((client) -> !client.isClosed()).toList();
			assertThat(left).hasSize(2);
			for (TestServer.WebSocketClient client : left) {
				client.send("420[\"echo\",\"x\"]");
				assertThat(client.next()).isEqualTo("430[\"x\"]");
			}
			assertThat(closed).isNotDone();

			left.forEach(TestServer.WebSocketClient::close);
			closed.get();
		}
		assertThat(engine.size()).isZero();
	}

	/** Each of three clients learns in its own way that it is to come back elsewhere. */
	@Test
	void allAreGoneInTheEnd() {
		TestServer server = TestServer.start(Application.class, "server.shutdown=graceful",
				"socketio.shutdown.drain=300ms", "spring.lifecycle.timeout-per-shutdown-phase=2h");
		TestServer.Polling polling = server.polling();
		polling.poll();
		CompletableFuture<HttpResponse<String>> poll = polling.pollLater();
		try (TestServer.WebSocketClient first = server.connect();
				TestServer.WebSocketClient second = server.connect()) {
			server.close();
			first.closeCode();
			second.closeCode();
		}
		assertThat(poll.join().body()).isEqualTo("1");
	}

	/** The handler ends when it is interrupted, long after its time is up. */
	@Test
	void whatWaitsForAHandlerThatRunsOnIsInTheLogOnce(CapturedOutput output) throws Exception {
		TestServer server = TestServer.start(Application.class, "socketio.handlers.shutdown-timeout=1ms");
		Workers workers = server.bean(Workers.class);
		Handlers handlers = server.bean(Handlers.class);
		try (TestServer.WebSocketClient client = server.connect()) {
			client.send("42[\"block\"]");
			for (int i = 0; i < 30; i++) {
				client.send("42[\"echo\",\"x\"]");
			}
			// All have arrived when what comes behind them is answered.
			client.send("40/other,");
			assertThat(client.next()).startsWith("40/other,");
			handlers.blocked.await();
			server.close();
		}
		assertThat(workers.awaitIdle(Duration.ofMinutes(1))).isTrue();
		assertThat(handlers.interrupted).isTrue();
		assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("dropped"))
			.singleElement()
			.asString()
			.contains("WARN", "Events and jobs dropped", ": 31");
		assertThat(output.getAll()).doesNotContain("ERROR", "Exception");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Handlers.class, Other.class })
	static class Application {

	}

	@SocketIONamespace
	static class Handlers {

		final CountDownLatch blocked = new CountDownLatch(1);

		volatile boolean interrupted;

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

		@OnEvent("block")
		void block() {
			this.blocked.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
			}
		}

		@OnDisconnect
		void left() {
		}

	}

	@SocketIONamespace("/other")
	static class Other {

	}

}
