package io.github.socketiospring.autoconfigure;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.engine.EngineServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that ends while clients are connected, and lets them go one after the
 * other.
 */
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
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handlers.class)
	static class Application {

	}

	@SocketIONamespace
	static class Handlers {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

	}

}
