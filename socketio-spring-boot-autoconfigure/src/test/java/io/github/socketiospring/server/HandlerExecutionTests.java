package io.github.socketiospring.server;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where handlers run, in which order, and what they cannot hold up.
 */
class HandlerExecutionTests {

	private static final int SOCKETS = 100;

	private static final List<Integer> ORDER = new CopyOnWriteArrayList<>();

	private static final AtomicInteger BLOCKED = new AtomicInteger();

	private static final CountDownLatch RELEASE = new CountDownLatch(1);

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			NamespaceHandlers handlers = ((DefaultSocketIOServer) io).handlers("/");
			handlers.onEvent("block", TestHandler.plain((call) -> {
				BLOCKED.incrementAndGet();
				assertThat(RELEASE.await(60, TimeUnit.SECONDS)).isTrue();
				call.ack().send("released");
				return null;
			}));
			handlers.onEvent("plain", TestHandler.plain((call) -> note(call)));
			handlers.onEvent("loop", TestHandler.onEventLoop((call) -> note(call)));
			handlers.onEvent("async", TestHandler
				.onEventLoop((call) -> Mono.fromRunnable(() -> note(call)).subscribeOn(Schedulers.boundedElastic())));
			handlers.onEvent("late",
					TestHandler.plain((call) -> Mono.delay(Duration.ofMillis(1)).doOnNext((n) -> note(call))));
			handlers.onEvent("ask", TestHandler.plain((call) -> {
				call.ack().send(call.socket().emitWithAck("question").block(Duration.ofSeconds(20)).get(0));
				return null;
			}));
			handlers.onEvent("threads", TestHandler.onEventLoop((call) -> {
				call.ack().send(Thread.currentThread().getName());
				return null;
			}));
			io.of("/").onConnection((socket) -> socket.on("listened", (arguments, ack) -> {
				ORDER.add(arguments.get(0, int.class));
			}));
		}).virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Mono<Void> note(EventCall call) {
		ORDER.add(call.arguments().get(0, int.class));
		return Mono.empty();
	}

	private static SocketIoClient client(TestServer target) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(target));
		client.open();
		client.join("/");
		return client;
	}

	@Test
	void blockedHandlersDelayNobodyElse() {
		List<RawWebSocket> blocked = new ArrayList<>();
		for (int i = 0; i < SOCKETS; i++) {
			RawWebSocket socket = RawWebSocket.joined(server);
			socket.text("420[\"block\"]");
			blocked.add(socket);
		}
		await().until(() -> BLOCKED.get() == SOCKETS);
		try (SocketIoClient other = client(server)) {
			other.emit("/", "plain", 1);
			assertThat((String) other.call("/", "threads").get(0)).startsWith("test-loop");
			server.clock().advance(Duration.ofSeconds(26));
			for (RawWebSocket socket : blocked) {
				assertThat(socket.read().text()).isEqualTo("2");
				socket.text("3");
			}
			RELEASE.countDown();
			for (RawWebSocket socket : blocked) {
				assertThat(socket.read().text()).isEqualTo("430[\"released\"]");
				socket.close();
			}
		}
	}

	@Test
	void theOrderOfASocketsEventsIsKept() {
		ORDER.clear();
		String[] events = { "plain", "loop", "async", "late", "listened" };
		List<Integer> sent = new ArrayList<>();
		try (SocketIoClient client = client(server)) {
			for (int i = 0; i < 300; i++) {
				client.emit("/", events[(i * 7 + i / 11) % events.length], i);
				sent.add(i);
			}
			await().until(() -> ORDER.size() == sent.size());
			assertThat(ORDER).isEqualTo(sent);
		}
	}

	@Test
	void aClientThatLeavesWhileItIsWelcomedIsNoticed() {
		CountDownLatch left = new CountDownLatch(1);
		List<String> seen = new CopyOnWriteArrayList<>();
		server.io().of("/").onConnection((socket) -> {
			if (socket.handshake().headers().containsHeader("Hasty")) {
				awaitGone(socket);
				socket.onDisconnecting((reason, description) -> seen.add("disconnecting " + socket.rooms().size()));
				socket.onDisconnect((reason, description) -> {
					seen.add("disconnect");
					left.countDown();
				});
			}
		});
		RawWebSocket socket = RawWebSocket.open(server, "Hasty: 1");
		socket.text("40");
		socket.text("41");
		await().until(() -> left.getCount() == 0);
		assertThat(seen).containsExactly("disconnecting 1", "disconnect");
		socket.close();
	}

	private static void awaitGone(Socket socket) {
		await().until(() -> !socket.isConnected());
	}

	@Test
	void whatQuickHandlersHaveSentDoesNotWaitForASlowOne() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		NamespaceHandlers handlers = ((DefaultSocketIOServer) server.io()).handlers("/");
		handlers.onEvent("quick", TestHandler.plain((call) -> {
			call.ack().send(1);
			return null;
		}));
		handlers.onEvent("hold", TestHandler.plain((call) -> {
			held.countDown();
			assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
			return null;
		}));
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			ByteArrayOutputStream frames = new ByteArrayOutputStream();
			for (String packet : new String[] { "420[\"quick\"]", "421[\"quick\"]", "422[\"quick\"]", "42[\"hold\"]",
					"423[\"quick\"]" }) {
				frames.writeBytes(RawWebSocket.textFrame(packet));
			}
			socket.http().send(frames.toByteArray());
			assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
			server.clock().advance(Duration.ofMillis(20));
			for (int i = 0; i < 3; i++) {
				assertThat(socket.read().text()).isEqualTo("43" + i + "[1]");
			}
			release.countDown();
			assertThat(socket.read().text()).isEqualTo("433[1]");
		}
	}

	@Test
	void aHandlerMayWaitForItsClient() throws Exception {
		try (SocketIoClient client = client(server)) {
			CompletableFuture<List<Object>> answer = client.callAsync("/", "ask");
			client.acknowledge(client.next(), "because");
			assertThat(answer.get(20, TimeUnit.SECONDS)).containsExactly("because");
		}
	}

	@Test
	void plainHandlersRunOnWorkersAndReactiveOnesOnTheEventLoop() {
		assertThat(threads()).containsExactly("socketio-handler", "test-loop");
	}

	@Test
	void allHandlersCanRunOnTheEventLoop() {
		assertThat(threads("socketio.handlers.execution=event-loop")).containsExactly("test-loop", "test-loop");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void plainHandlersCanRunOnVirtualThreads() {
		assertThat(threads("spring.threads.virtual.enabled=true")).containsExactly("virtual", "test-loop");
	}

	private static List<Object> threads(String... properties) {
		try (TestServer other = TestServer.builder()
			.bean(Controller.class, new Controller())
			.properties(properties)
			.start(); SocketIoClient client = client(other)) {
			return List.of(client.call("/", "plain").get(0), client.call("/", "reactive").get(0));
		}
	}

	/**
	 * Tells what kind of thread it runs on.
	 */
	@SocketIONamespace
	static class Controller {

		@OnEvent("plain")
		String plain(Socket socket) {
			return kind();
		}

		@OnEvent("reactive")
		Mono<String> reactive() {
			return Mono.just(kind());
		}

		private static String kind() {
			Thread thread = Thread.currentThread();
			return thread.toString().startsWith("VirtualThread") ? "virtual"
					: thread.getName().replaceAll("^(socketio-handler|test-loop).*", "$1");
		}

	}

}
