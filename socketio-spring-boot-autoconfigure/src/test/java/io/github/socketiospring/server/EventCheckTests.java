package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.EventRefusedException;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Checks of all events of a namespace, which may replace what they are given.
 */
class EventCheckTests {

	private static final List<String> SEEN = new CopyOnWriteArrayList<>();

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final BlockingQueue<ClientEvent> EVENTS = new LinkedBlockingQueue<>();

	private static final AtomicReference<EventInterceptor> CHECK = new AtomicReference<>();

	private static TestServer server;

	private SocketIoClient client;

	private Socket socket;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
			for (String name : List.of("/", "/plain")) {
				NamespaceHandlers handlers = ((DefaultSocketIOServer) io).handlers(name);
				handlers.onEvent("bound", new BoundHandler(io(io)));
				handlers.onEvent("kept", TestHandler.plain((call) -> {
					SEEN.add("kept " + call.whole().name() + " " + call.whole().arguments().asList());
					call.ack().send(call.whole().arguments());
					return null;
				}));
			}
			io.of("/")
				.useForEvents((event) -> CHECK.get().intercept(event))
				.onConnection(SOCKETS::add)
				.onConnection((socket) -> socket.on("named", (arguments, ack) -> {
					SEEN.add("named " + arguments.asList());
					ack.send(arguments);
				}));
		});
	}

	private static JsonCodec io(SocketIOServer io) {
		return ((DefaultSocketIOServer) io).json();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() throws InterruptedException {
		CHECK.set(Mono::just);
		SOCKETS.clear();
		EVENTS.clear();
		this.client = new SocketIoClient(new WebSocketWire(server));
		this.client.open();
		this.client.join("/");
		this.socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		SEEN.clear();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	@Test
	void seesTheWholeEvent() throws InterruptedException {
		CHECK.set((event) -> {
			EVENTS.add(event);
			return Mono.just(event);
		});
		this.client.call("/", "kept", 1, "two");
		this.client.emit("/", "kept", new byte[] { 1 });
		ClientEvent first = EVENTS.poll(20, TimeUnit.SECONDS);
		assertThat(first.socket()).isSameAs(this.socket);
		assertThat(first.namespace()).isSameAs(server.io().of("/"));
		assertThat(first.name()).isEqualTo("kept");
		assertThat(first.arguments().get(1, String.class)).isEqualTo("two");
		assertThat(first.ack().isRequested()).isTrue();
		assertThat(first.ackId()).isPresent();
		assertThat(first.isMessage()).isFalse();
		ClientEvent second = EVENTS.poll(20, TimeUnit.SECONDS);
		assertThat(second.arguments().get(0, byte[].class)).containsExactly(1);
		assertThat(second.ack().isRequested()).isFalse();
		assertThat(second.ackId()).isEqualTo(OptionalLong.empty());
	}

	@Test
	void logsShowNoArgumentsAndNoLinesOfTheClients() throws InterruptedException {
		CHECK.set((event) -> {
			EVENTS.add(event);
			return Mono.just(event);
		});
		this.client.emit("/", "kept\n2026 ERROR", "secret");
		assertThat(EVENTS.poll(20, TimeUnit.SECONDS).toString()).contains("kept?2026 ERROR", this.socket.toString())
			.doesNotContain("secret", "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bound", "kept", "named" })
	void replacesNameAndArguments(String event) {
		CHECK.set(
				(given) -> Mono.just(given.name().equals("old") ? given.withName(event).withArguments(7, "x") : given));
		if (!event.equals("bound")) {
			assertThat(this.client.call("/", "old", "whatever", 1)).containsExactly(7, "x");
		}
		else {
			assertThat(this.client.call("/", "old", "whatever", 1)).containsExactly("bound", 7);
		}
	}

	@Test
	void theOriginalStaysAsItWas() {
		List<String> names = new ArrayList<>();
		CHECK.set((event) -> {
			ClientEvent other = event.withName("other").withArguments("b");
			names.add(event.name() + event.arguments().asList());
			names.add(other.name() + other.arguments().asList() + other.ackId().equals(event.ackId()));
			return Mono.just(event);
		});
		assertThat(this.client.call("/", "kept", "a")).containsExactly("a");
		assertThat(names).containsExactly("kept[\"a\"]", "other[\"b\"]true");
	}

	@Test
	void argumentsAreWrittenAtOnce() {
		List<Object> list = new ArrayList<>(List.of(1));
		byte[] bytes = { 1, 2 };
		CHECK.set((event) -> {
			ClientEvent replaced = event.withArguments(list, bytes, Map.of("deep", bytes), event.arguments(), null);
			list.add(2);
			return Mono.just(replaced);
		});
		assertThat(this.client.call("/", "kept", "a", "b")).satisfies((answer) -> {
			assertThat(answer).hasSize(6);
			assertThat(answer.get(0)).isEqualTo(List.of(1));
			assertThat(answer.get(1)).isEqualTo(bytes);
			assertThat(new ArrayList<Object>(answer).subList(3, 6)).containsExactly("a", "b", null);
		});
	}

	@Test
	void whatCannotBeWrittenIsRefused() {
		CHECK.set((event) -> Mono.just(event.name().equals("bad") ? event.withArguments(new Object() {

			public Object getItself() {
				throw new IllegalStateException("expected by EventCheckTests");
			}

		}) : event));
		this.client.emit("/", "bad");
		assertThat(this.client.call("/", "kept", 1)).containsExactly(1);
		assertThat(SEEN).containsExactly("kept kept [1]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "connect", "disconnect", "disconnecting", "connect_error" })
	void mayNotGiveReservedNames(String name) throws InterruptedException {
		CHECK.set((event) -> {
			EVENTS.add(event);
			return Mono.just(event);
		});
		this.client.emit("/", "kept");
		ClientEvent event = EVENTS.poll(20, TimeUnit.SECONDS);
		assertThatIllegalArgumentException().isThrownBy(() -> event.withName(name)).withMessageContaining(name);
	}

	@Test
	void theChecksOfTheNamespaceComeBeforeThoseOfTheSocket() {
		CHECK.set((event) -> {
			SEEN.add("namespace " + event.name());
			return Mono.delay(Duration.ofMillis(1)).thenReturn(event.withName(event.name() + "1"));
		});
		this.socket.use((event) -> {
			SEEN.add("first " + event.name());
			return Mono.just(event.withName(event.name() + "2"));
		}).use((event) -> {
			SEEN.add("second " + event.name());
			return Mono.just(event.withName("named"));
		}).onAny((event, arguments) -> SEEN.add("any " + event));
		this.client.call("/", "x");
		assertThat(SEEN).containsExactly("any x", "namespace x", "first x1", "second x12", "named []");
	}

	@Test
	void anEmptyMonoDropsTheEvent() {
		CHECK.set((event) -> event.name().equals("dropped") ? Mono.empty() : Mono.just(event));
		this.socket.on("dropped", (arguments, ack) -> SEEN.add("dropped")).use((event) -> {
			SEEN.add("use " + event.name());
			return Mono.just(event);
		});
		var unanswered = this.client.callAsync("/", "dropped");
		this.client.call("/", "kept");
		assertThat(SEEN).containsExactly("use kept", "kept kept []");
		assertThat(unanswered).isNotDone();
	}

	@Test
	void onceIsNotForWhatWasRefused() {
		CHECK.set((event) -> event.name().equals("x") && event.arguments().size() == 0
				? Mono.error(new EventRefusedException("no")) : Mono.just(event));
		this.socket.once("x", (arguments, ack) -> SEEN.add("once " + arguments.asList()));
		this.client.emit("/", "x");
		this.client.emit("/", "x", 1);
		this.client.emit("/", "x", 2);
		this.client.call("/", "kept");
		assertThat(SEEN).containsExactly("once [1]", "kept kept []");
	}

	@Test
	void anotherEventThanTheGivenOneIsRefused() throws InterruptedException {
		try (SocketIoClient other = new SocketIoClient(new WebSocketWire(server))) {
			CHECK.set((event) -> {
				EVENTS.add(event);
				return Mono.just(event);
			});
			other.open();
			other.join("/");
			SOCKETS.poll(20, TimeUnit.SECONDS);
			other.emit("/", "kept", "of another socket");
			ClientEvent foreign = EVENTS.poll(20, TimeUnit.SECONDS);
			await().until(() -> !SEEN.isEmpty());
			SEEN.clear();
			CHECK.set((event) -> Mono.just(event.name().equals("bad") ? foreign : event));
			this.client.emit("/", "bad");
			this.client.call("/", "kept", 1);
			assertThat(SEEN).containsExactly("kept kept [1]");
		}
	}

	@Test
	void nullAndWhatIsThrownRefuseTheEvent() {
		CHECK.set((event) -> switch (event.name()) {
			case "null" -> null;
			case "thrown" -> throw new IllegalStateException("expected by EventCheckTests");
			default -> Mono.just(event);
		});
		this.client.emit("/", "null");
		this.client.emit("/", "thrown");
		assertThat(this.client.call("/", "kept", 1)).containsExactly(1);
		assertThat(SEEN).containsExactly("kept kept [1]");
	}

	@Test
	void otherNamespacesAreNotChecked() {
		CHECK.set((event) -> Mono.error(new EventRefusedException("no")));
		this.client.join("/plain");
		assertThat(this.client.call("/plain", "kept", 1)).containsExactly(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "3:::text", "4:::{\"a\":1}", "5:::{\"name\":\"message\",\"args\":[\"text\"]}",
			"5:::{\"name\":\"json\",\"args\":[1]}" })
	void messagesOfProtocol1AreToldFromEvents(String packet) throws InterruptedException {
		List<Boolean> afterwards = new CopyOnWriteArrayList<>();
		CHECK.set((event) -> {
			EVENTS.add(event);
			afterwards.add(event.withName("x").withArguments(1).isMessage());
			return Mono.just(event);
		});
		try (LegacySocketIoClient old = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			old.open();
			old.send(packet);
			ClientEvent event = EVENTS.poll(20, TimeUnit.SECONDS);
			assertThat(event.isMessage()).isEqualTo(!packet.startsWith("5"));
			assertThat(event.name()).isIn("message", "json");
			await().until(() -> afterwards.equals(List.of(event.isMessage())));
			assertThat(SOCKETS.poll(20, TimeUnit.SECONDS)).isNotNull();
		}
	}

	/** Binds its argument while it is read, unless somebody wants to see it before. */
	private record BoundHandler(JsonCodec codec) implements EventHandler {

		@Override
		public ArgumentBinding binding() {
			return this.codec.binding(List.of(int.class));
		}

		@Override
		public boolean runsOnEventLoop() {
			return true;
		}

		@Override
		public @Nullable Publisher<?> handle(EventCall call) {
			call.ack().send("bound", call.bound()[0]);
			return null;
		}

	}

}
