package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.testkit.JsonpWire;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.UpgradeWire;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nothing blocks an event loop. BlockHound stays installed in this process, so it reports
 * here only, and only while these tests run.
 */
class NonBlockingTests {

	private static final Queue<String> BLOCKING = new ConcurrentLinkedQueue<>();

	private static volatile boolean watching;

	private static TestServer server;

	@BeforeAll
	static void start() {
		BlockHound.builder()
			.loadIntegrations()
			.blockingMethodCallback((method) -> report(String.valueOf(method)))
			.install();
		server = TestServer.builder().customizer((io) -> {
			NamespaceHandlers handlers = ((DefaultSocketIOServer) io).handlers("/");
			handlers.onEvent("ask", TestHandler.onEventLoop((call) -> {
				call.ack().send(all(call.arguments()));
				return null;
			}));
			handlers.onEvent("rooms", TestHandler.onEventLoop((call) -> {
				call.socket().join("room");
				io.to("room").emit("joined", call.socket().rooms().size());
				call.socket().leave("room");
				return null;
			}));
			handlers.onEvent("question",
					TestHandler.onEventLoop((call) -> call.socket()
						.timeout(Duration.ofSeconds(20))
						.emitWithAck("question", all(call.arguments()))
						.doOnNext((answer) -> call.ack().send(all(answer)))));
			handlers.onEvent("everybody",
					TestHandler.onEventLoop((call) -> io.timeout(Duration.ofSeconds(20))
						.emitWithAck("question")
						.doOnNext((answers) -> call.ack().send(answers.size()))));
			handlers.onEvent("kick", TestHandler.onEventLoop((call) -> {
				call.socket().disconnect(true);
				return null;
			}));
			handlers.onEvent("fail", TestHandler.onEventLoop((call) -> Mono.empty()));
			handlers.onEvent("park", TestHandler.onEventLoop((call) -> {
				// Blocking for BlockHound, and over at once.
				LockSupport.unpark(Thread.currentThread());
				LockSupport.park();
				call.ack().send();
				return null;
			}));
			io.of("/").use((socket) -> Mono.empty());
		}).virtualTime().start();
	}

	/** Threads of other pools, older than BlockHound, wait for work in sight of it. */
	private static void report(String method) {
		if (watching && Thread.currentThread().getName().startsWith("test-loop")) {
			StringBuilder report = new StringBuilder(method);
			for (StackTraceElement element : Thread.currentThread().getStackTrace()) {
				report.append("\n\tat ").append(element);
			}
			BLOCKING.add(report.toString());
		}
	}

	@AfterAll
	static void stop() {
		watching = false;
		server.close();
	}

	@BeforeEach
	void forget() {
		BLOCKING.clear();
		watching = true;
	}

	private static Object[] all(Arguments arguments) {
		return IntStream.range(0, arguments.size()).mapToObj(arguments::get).toArray();
	}

	static Stream<Named<Function<TestServer, Wire>>> transports() {
		return Stream.of(Named.of("polling", PollingWire::new), Named.of("jsonp", JsonpWire::new),
				Named.of("websocket", WebSocketWire::new), Named.of("upgrade", UpgradeWire::new));
	}

	@ParameterizedTest
	@MethodSource("transports")
	void noTransportBlocks(Function<TestServer, Wire> wire) {
		try (SocketIoClient client = new SocketIoClient(wire.apply(server))) {
			client.open();
			client.join("/");
			Object nested = Map.of("text", "é".repeat(5000), "list", List.of(new byte[] { 1, 2 }, 3));
			for (int i = 0; i < 5; i++) {
				assertThat(client.call("/", "ask", i, nested)).hasSize(2);
			}
			client.emit("/", "rooms");
			assertThat(client.next().argument()).isEqualTo(2);
			for (String event : List.of("question", "everybody")) {
				var answer = client.callAsync("/", event, new byte[1]);
				KitClient.Event question = client.next();
				client.acknowledge(question, "yes");
				await().until(answer::isDone);
			}
			server.io().emit("push", nested);
			assertThat(client.next().name()).isEqualTo("push");
			client.emit("/", "kick");
			client.awaitEnd();
		}
		await().until(() -> server.engine().size() == 0);
		assertThat(BLOCKING).isEmpty();
	}

	@Test
	void aHandlerThatBlocksIsFound() {
		try (SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			client.open();
			client.join("/");
			client.call("/", "park");
		}
		assertThat(BLOCKING).anyMatch((report) -> report.contains("Unsafe.park"));
	}

}
