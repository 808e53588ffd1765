package io.github.socketiospring.server;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.EventRefusedException;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens when handlers fail, and what the log says about clients.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerFailureTests {

	private static final String PACKAGE = "io.github.socketiospring";

	private static final AtomicInteger CALLS = new AtomicInteger();

	private static TestServer server;

	private static LoggingSystem logging;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
			NamespaceHandlers handlers = ((DefaultSocketIOServer) io).handlers("/");
			handlers.onEvent("throws", TestHandler.plain((call) -> fail()));
			handlers.onEvent("throwsOnLoop", TestHandler.onEventLoop((call) -> fail()));
			handlers.onEvent("errs", TestHandler.plain((call) -> Mono.error(new IllegalStateException("boom"))));
			handlers.onEvent("errsOnLoop",
					TestHandler.onEventLoop((call) -> Mono.error(new StackOverflowError("boom"))));
			Publisher<Object> broken = (subscriber) -> fail();
			handlers.onEvent("broken", TestHandler.plain((call) -> broken));
			handlers.onEvent("ask", TestHandler.plain((call) -> {
				call.ack().send("answer");
				return null;
			}));
			io.of("/").onConnection((socket) -> {
				socket.on("listener", (arguments, ack) -> fail());
				socket.on("typed", (arguments, ack) -> arguments.get(0, int.class));
			});
			io.of("/guarded").onConnection((socket) -> {
				socket.use((event) -> switch (event.name()) {
					case "refused" -> Mono.error(new EventRefusedException("not\nnow"));
					case "broken" -> Mono.error(new IllegalStateException("boom"));
					default -> Mono.just(event);
				});
				socket.on("ask", (arguments, ack) -> ack.send("answer"));
				socket.on("refused", (arguments, ack) -> ack.send("never"));
			});
			io.of("/connect").onConnection((socket) -> fail());
		});
		logging = LoggingSystem.get(HandlerFailureTests.class.getClassLoader());
		logging.setLogLevel(PACKAGE, LogLevel.DEBUG);
	}

	@AfterAll
	static void stop() {
		server.close();
		logging.setLogLevel(PACKAGE, null);
	}

	private static Publisher<?> fail() {
		CALLS.incrementAndGet();
		throw new IllegalStateException("boom");
	}

	private static SocketIoClient client() {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		return client;
	}

	private static String id(String connected) {
		return connected.substring(connected.indexOf(":\"") + 2, connected.indexOf("\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "throws", "throwsOnLoop", "errs", "errsOnLoop", "broken", "listener" })
	void isLoggedOnceAndTheConnectionStays(String event, CapturedOutput output) {
		try (SocketIoClient client = client()) {
			String id = id(client.join("/", null));
			var unanswered = client.callAsync("/", event);
			assertThat(client.call("/", "ask")).containsExactly("answer");
			assertThat(unanswered).isNotDone();
			String[] lines = output.getAll().split("\n");
			assertThat(lines).filteredOn((line) -> line.contains("ERROR"))
				.singleElement()
				.asString()
				.contains("Event '" + event + "' of socket " + id)
				.contains("namespace /");
			assertThat(output).contains("boom");
		}
	}

	/** The thread may be that of another client's event, whose MDC it has. */
	@Test
	void whoHasGoneIsNamed(CapturedOutput output) {
		String id;
		try (SocketIoClient client = client()) {
			id = id(client.join("/", null));
		}
		await().until(() -> output.getAll().contains(", sockets [" + id + " in /]"));
		assertThat(output).containsPattern("Client disconnected: .+; connection \\S{12} from /\\S+, sockets");
	}

	@Test
	void idsThatAreSecretStayOutOfTheLog(CapturedOutput output) {
		String id;
		try (SocketIoClient client = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""))) {
			client.open();
			client.join("/");
			await().until(() -> server.io().sockets().size() == 1);
			id = server.io().sockets().iterator().next().id();
			client.emit("/", "throws");
			assertThat(client.call("/", "ask")).containsExactly("answer");
			assertThat(output).contains("Event 'throws' of socket " + id.substring(0, 6))
				.doesNotContain(id.substring(0, 10));
		}
		await().until(() -> output.getAll().contains("Client disconnected"));
		assertThat(output).doesNotContain(id.substring(0, 10));
	}

	@Test
	void aRefusedEventIsNoFaultOfTheApplication(CapturedOutput output) {
		try (SocketIoClient client = client()) {
			String id = id(client.join("/guarded", null));
			var unanswered = client.callAsync("/guarded", "refused");
			assertThat(client.call("/guarded", "ask")).containsExactly("answer");
			assertThat(unanswered).isNotDone();
			assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("Event 'refused' of socket " + id))
				.singleElement()
				.asString()
				.contains("DEBUG")
				.endsWith("namespace /guarded was refused: not?now");
			assertThat(output.getAll()).doesNotContain("ERROR", "Exception");
		}
	}

	@Test
	void anInterceptorThatFailsIsAFaultOfTheApplication(CapturedOutput output) {
		try (SocketIoClient client = client()) {
			client.join("/guarded");
			client.emit("/guarded", "broken");
			assertThat(client.call("/guarded", "ask")).containsExactly("answer");
			assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("ERROR"))
				.singleElement()
				.asString()
				.contains("Event 'broken' of socket", "in namespace /guarded failed");
		}
	}

	@Test
	void aConnectListenerThatFailsLeavesTheSocketConnected(CapturedOutput output) {
		try (SocketIoClient client = client()) {
			client.join("/connect");
			client.join("/");
			assertThat(client.call("/", "ask")).containsExactly("answer");
			await().until(() -> output.getAll().contains("Event 'connect' of socket"));
		}
	}

	@Test
	void theLogHoldsNoTextOfClientsAsItIs(CapturedOutput output) {
		String evil = "\u001b[31mx\r\nERROR forged \u2028\u0007\u0085";
		try (SocketIoClient client = client()) {
			client.join("/");
			client.emit("/", evil + "x".repeat(200), "y");
			client.emit("/", "typed", evil + "z".repeat(5000));
			client.send("40/" + evil + ",");
			assertThat(client.call("/", "ask")).containsExactly("answer");
			client.send("42[\"" + evil + "\"");
			client.awaitEnd();
		}
		await().until(() -> output.getAll().contains("Client disconnected"));
		assertThat(output.getAll()).doesNotContain("\u001b[31m", "\u0007", "\u0085", "\u2028", "\nERROR forged",
				"x".repeat(150), "z".repeat(600));
		assertThat(output.getAll()).contains("No handler for event '?[31mx??ERROR forged");
	}

}
