package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.TimerWheel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications that start, stop, start again and end.
 */
@Timeout(120)
class ServerLifecycleTests {

	/** Those of servers that other tests share. */
	private final Set<Thread> earlier = Thread.getAllStackTraces().keySet();

	private static final String ECHO = "420[\"echo\",\"x\"]";

	private static final String ECHOED = "430[\"x\"]";

	@Test
	void nothingIsLeftWhenTheApplicationEnds() throws IOException {
		TestServer server = TestServer.start(Application.class);
		TimerWheel timers = server.bean(TimerWheel.class);
		EngineServer engine = server.bean(EngineServer.class);
		SocketIOServer io = server.bean(SocketIOServer.class);
		int port = server.port();
		try (TestServer.WebSocketClient client = server.connect()) {
			client.send(ECHO);
			assertThat(client.next()).isEqualTo(ECHOED);
			TestServer.Polling polling = server.polling();
			assertThat(polling.poll()).startsWith("40{");
			assertThat(io.clientsCount()).isEqualTo(2);
			assertThat(timers.isEmpty()).isFalse();
			assertThat(threads()).isNotZero();

			server.close();

			client.closeCode();
		}
		assertThat(timers.isEmpty()).isTrue();
		assertThat(engine.size()).isZero();
		assertThat(io.clientsCount()).isZero();
		Awaitility.await().until(() -> threads() == 0);
		new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void customizersAreCalledBeforeAnythingIsAccepted(boolean lazy) {
		try (TestServer server = TestServer.start(Customizing.class, "spring.main.lazy-initialization=" + lazy)) {
			assertThat(server.bean(Customizing.class).listening).containsExactly("web server: false, engine: false");
		}
	}

	private long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("socketio-") && !this.earlier.contains(thread))
			.count();
	}

	@Test
	void clientsGoBeforeTheWebServersGracefulShutdownBegins() {
		TestServer server = TestServer.start(Application.class, "server.shutdown=graceful",
				"spring.lifecycle.timeout-per-shutdown-phase=10m");
		Application application = server.bean(Application.class);
		Handlers handlers = server.bean(Handlers.class);
		TestServer.Polling polling = server.polling();
		polling.poll();
		CompletableFuture<HttpResponse<String>> openPoll = polling.pollLater();
		server.awaitPolls();
		try (TestServer.WebSocketClient client = server.connect()) {
			server.close();

			assertThat(client.closeCode()).isNotEqualTo(-1);
		}
		assertThat(openPoll.join().statusCode()).isEqualTo(200);
		assertThat(application.sessionsAtGracefulShutdown).isZero();
		assertThat(handlers.reasons).containsExactly(DisconnectReason.SERVER_SHUTTING_DOWN,
				DisconnectReason.SERVER_SHUTTING_DOWN);
	}

	@Test
	void newClientsAreRefusedFromThatMoment() {
		try (TestServer server = TestServer.start(Application.class)) {
			SocketIOLifecycle lifecycle = server.bean(SocketIOLifecycle.class);

			lifecycle.stop();

			assertThat(server.handshake().statusCode()).isEqualTo(503);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(server::webSocket)
				.withCauseInstanceOf(WebSocketHandshakeException.class)
				.satisfies((ex) -> assertThat(((WebSocketHandshakeException) ex.getCause()).getResponse().statusCode())
					.isEqualTo(503));

			lifecycle.start();

			assertThat(server.handshake().statusCode()).isEqualTo(200);
		}
	}

	@Test
	void servesAgainAfterTheContextWasStoppedAndStarted() {
		try (TestServer server = TestServer.start(Application.class)) {
			for (int i = 0; i < 3; i++) {
				try (TestServer.WebSocketClient client = server.connect()) {
					client.send(ECHO);
					assertThat(client.next()).isEqualTo(ECHOED);

					server.context().stop();

					client.closeCode();
				}
				assertThat(server.bean(TimerWheel.class).isEmpty()).isTrue();
				server.context().start();
			}
			TestServer.Polling polling = server.polling();
			assertThat(polling.poll()).startsWith("40{");
			polling.post(ECHO);
			assertThat(polling.poll()).isEqualTo(ECHOED);
			assertThat(server.bean(SocketIOServer.class).clientsCount()).isEqualTo(1);
		}
	}

	@Test
	void manyApplicationsInOneProcessLeaveNoThreads() {
		int before = 0;
		for (int i = 0; i < 10; i++) {
			try (TestServer server = TestServer.start(Application.class);
					TestServer.WebSocketClient client = server.connect()) {
				client.send(ECHO);
				assertThat(client.next()).isEqualTo(ECHOED);
			}
			if (i == 1) {
				Awaitility.await().until(() -> threads() == 0);
				before = Thread.activeCount();
			}
		}
		// One for each application since then; pools that all share may have grown.
		int leak = before + 8;
		Awaitility.await().untilAsserted(() -> {
			assertThat(threads()).isZero();
			assertThat(Thread.activeCount()).isLessThan(leak);
		});
	}

	@Test
	void isNotThereWhenDisabled() {
		try (TestServer server = TestServer.start(EmptyApplication.class, "socketio.enabled=false")) {
			assertThat(server.handshake().statusCode()).isEqualTo(404);
			assertThat(server.get("/socket.io/socket.io.js").statusCode()).isEqualTo(404);
			assertThat(threads()).isZero();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Customizing {

		final Queue<String> listening = new ConcurrentLinkedQueue<>();

		@Bean
		SocketIOServerCustomizer customizer(ReactiveWebServerApplicationContext context,
				ObjectProvider<SocketIOLifecycle> lifecycle) {
			return (server) -> {
				boolean listens = context.getWebServer() != null && context.getWebServer().getPort() > 0;
				this.listening.add("web server: " + listens + ", engine: " + lifecycle.getObject().isRunning());
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EmptyApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handlers.class)
	static class Application {

		private volatile int sessionsAtGracefulShutdown = -1;

		@Bean
		SmartLifecycle gracefulShutdownObserver(EngineServer engine) {
			return new SmartLifecycle() {

				private volatile boolean running;

				@Override
				public void start() {
					this.running = true;
				}

				@Override
				public void stop() {
					Application.this.sessionsAtGracefulShutdown = engine.size();
					this.running = false;
				}

				@Override
				public boolean isRunning() {
					return this.running;
				}

				@Override
				public int getPhase() {
					return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
				}

			};
		}

	}

	@SocketIONamespace
	static class Handlers {

		private final Queue<DisconnectReason> reasons = new ConcurrentLinkedQueue<>();

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

		@OnDisconnect
		void left(DisconnectReason reason) {
			this.reasons.add(reason);
		}

	}

}
