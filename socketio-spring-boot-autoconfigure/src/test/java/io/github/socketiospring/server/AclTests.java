package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketAcl;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.LifecycleHandler;
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
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Which events a socket may send.
 */
class AclTests {

	private static final List<String> SEEN = new CopyOnWriteArrayList<>();

	private static final RecordedErrors ERRORS = new RecordedErrors();

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final AtomicInteger READ = new AtomicInteger();

	/** What the provider says, or how it finds it out, by namespace. */
	private static final Map<String, Object> PROVIDED = new ConcurrentHashMap<>();

	private static volatile CountDownLatch hold = new CountDownLatch(0);

	private static TestServer server;

	private SocketIoClient client;

	private Socket socket;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			for (String name : List.of("/", "/listed", "/provided", "/bare", "/other")) {
				handlers(((DefaultSocketIOServer) io).handlers(name), ((DefaultSocketIOServer) io).json());
			}
			((DefaultSocketIOServer) io).handlers("/listed").initialAcl(Set.of("say", "end"));
			io.of("/asking").use((socket) -> {
				assertThatIllegalStateException().isThrownBy(socket::acl);
				return Mono.empty();
			});
			for (String name : List.of("/", "/listed", "/provided")) {
				io.of(name).use((socket) -> {
					SOCKETS.add(socket);
					return Mono.empty();
				});
			}
		})
			.bean(SocketIOErrorHandler.class, ERRORS)
			.bean(AclProvider.class, (socket) -> null)
			.bean(AclProvider.class, AclTests::provided)
			.start();
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Set<String> provided(Socket socket) {
		Object provided = PROVIDED.get(socket.namespace().name());
		if (provided instanceof RuntimeException failure) {
			throw failure;
		}
		if (provided instanceof Function<?, ?> function) {
			return ((Function<Socket, @Nullable Set<String>>) function).apply(socket);
		}
		return (Set<String>) provided;
	}

	private static void handlers(NamespaceHandlers handlers, JsonCodec json) {
		for (String name : List.of("say", "secret", "message", "json", "error")) {
			handlers.onEvent(name, TestHandler.plain((call) -> {
				SEEN.add(name);
				return null;
			}));
		}
		handlers.onEvent("bound", new BoundHandler(json));
		handlers.onEvent("waits", TestHandler.plain((call) -> {
			hold.await(20, TimeUnit.SECONDS);
			call.socket().acl().restrictTo("say", "end");
			return null;
		}));
		handlers.onEvent("end", TestHandler.plain((call) -> {
			call.ack().send();
			return null;
		}));
		handlers.onConnect(lifecycle("connect"));
		handlers.onDisconnecting(lifecycle("disconnecting"));
		handlers.onDisconnect(lifecycle("disconnect"));
		handlers.onClientError(TestHandler.plain((call) -> {
			SEEN.add("client error");
			return null;
		}));
	}

	private static LifecycleHandler lifecycle(String name) {
		return new LifecycleHandler() {

			@Override
			public boolean runsOnEventLoop() {
				return false;
			}

			@Override
			public @Nullable Publisher<?> handle(Socket socket, @Nullable DisconnectReason reason,
					@Nullable String description) {
				SEEN.add(name + " " + socket.namespace().name());
				return null;
			}

		};
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() {
		SEEN.clear();
		ERRORS.clear();
		SOCKETS.clear();
		PROVIDED.clear();
		READ.set(0);
		this.client = new SocketIoClient(new WebSocketWire(server));
		this.client.open();
	}

	/** What is called when a socket goes must not be seen by the next test. */
	@AfterEach
	void disconnect() throws InterruptedException {
		this.client.close();
		await().until(() -> server.io().clientsCount() == 0);
		assertThat(((DefaultSocketIOServer) server.io()).awaitHandlers(Duration.ofSeconds(20))).isTrue();
	}

	private Socket join(String namespace) throws InterruptedException {
		this.client.join(namespace);
		this.socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		await().until(() -> SEEN.contains("connect " + namespace) || ERRORS.has(this.socket));
		SEEN.clear();
		return this.socket;
	}

	private void emit(String namespace, String... events) {
		for (String event : events) {
			this.client.emit(namespace, event, 1);
		}
		this.client.call(namespace, "end");
	}

	@Test
	void withoutRestrictionsEverythingIsAllowed() throws InterruptedException {
		Socket socket = join("/");
		assertThat(socket.acl().allowed()).isEmpty();
		assertThat(socket.acl().isAllowed("anything")).isTrue();
		emit("/", "say", "secret");
		assertThat(SEEN).containsExactly("say", "secret");
	}

	@Test
	void whatIsNotNamedIsDenied() throws InterruptedException {
		Socket socket = join("/");
		socket.acl().restrictTo("say", "end");
		assertThat(socket.acl().allowed()).contains(Set.of("say", "end"));
		assertThat(socket.acl().isAllowed("say")).isTrue();
		assertThat(socket.acl().isAllowed("secret")).isFalse();
		emit("/", "secret", "say");
		assertThat(SEEN).containsExactly("say");
		SocketIOError error = ERRORS.denied(this.socket);
		assertThat(error.name()).hasToString("method_access_denied");
		assertThat(error.socket()).isSameAs(socket);
		assertThat(error.namespace()).isEqualTo("/");
		assertThat(error.event()).isEqualTo("secret");
		assertThat(error.exception()).isNull();
		assertThat(ERRORS.has(socket)).isFalse();
		assertThat(socket.isConnected()).isTrue();
	}

	@Test
	void neitherListenersNorArgumentsAreTouched() throws InterruptedException {
		Socket socket = join("/");
		socket.acl().restrictTo("say", "end");
		socket.on("bound", (arguments, ack) -> SEEN.add("listener"))
			.once("bound", (arguments, ack) -> SEEN.add("once"))
			.onAny((event, arguments) -> SEEN.add("any " + event));
		emit("/", "bound", "say");
		assertThat(SEEN).containsExactly("any say", "say", "any end");
		assertThat(READ).hasValue(0);
		socket.acl().allow("bound");
		emit("/", "bound");
		assertThat(READ).hasValue(1);
		assertThat(SEEN).contains("listener", "once");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Say", "say ", " say", "sa", "says", "", "*", "__proto__", "SAY", "say\u0000", "ſay" })
	void namesAreComparedAsTheyAre(String name) throws InterruptedException {
		Socket socket = join("/");
		socket.on(name, (arguments, ack) -> SEEN.add("listener"));
		socket.acl().restrictTo("say", "end");
		emit("/", name);
		assertThat(SEEN).isEmpty();
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo(name);
	}

	@Test
	void theListCanBeChanged() throws InterruptedException {
		SocketAcl acl = join("/").acl();
		assertThat(acl.allow("say").allowed()).contains(Set.of("say"));
		assertThat(acl.allow("a", "b").allowed()).contains(Set.of("say", "a", "b"));
		assertThat(acl.deny("a", "unknown").allowed()).contains(Set.of("say", "b"));
		assertThat(acl.restrictTo().allowed()).contains(Set.of());
		assertThat(acl.isAllowed("say")).isFalse();
		assertThat(acl.lift().allowed()).isEmpty();
		assertThat(acl.isAllowed("say")).isTrue();
		assertThat(acl.restrictTo("x").reset().allowed()).isEmpty();
	}

	@Test
	void denyingNeedsAList() throws InterruptedException {
		SocketAcl acl = join("/").acl();
		assertThatIllegalStateException().isThrownBy(() -> acl.deny("say")).withMessageContaining("restrictTo");
		assertThat(acl.isAllowed("say")).isTrue();
	}

	@Test
	void whatWasReadOutOfTheListDoesNotChangeIt() throws InterruptedException {
		SocketAcl acl = join("/").acl();
		String[] names = { "say" };
		acl.restrictTo(names);
		names[0] = "secret";
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> acl.allowed().orElseThrow().add("secret"));
		assertThat(acl.isAllowed("secret")).isFalse();
	}

	@Test
	void aChangeCountsForEventsThatHaveArrivedAlready() throws InterruptedException {
		join("/");
		this.client.join("/other");
		this.socket = this.socket.sibling("/other").orElseThrow();
		hold = new CountDownLatch(1);
		this.client.emit("/other", "waits");
		this.client.emit("/other", "secret");
		this.client.emit("/other", "bound", 1);
		this.client.emit("/other", "say");
		// It comes after them, in another queue.
		this.client.call("/", "end");
		hold.countDown();
		this.client.call("/other", "end");
		assertThat(SEEN).contains("say").doesNotContain("secret", "bound");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("secret");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("bound");
	}

	@Test
	void aSiblingMayChangeIt() throws InterruptedException {
		Socket root = join("/");
		join("/provided");
		root.sibling("/provided").orElseThrow().acl().restrictTo("end");
		emit("/provided", "say");
		emit("/", "say");
		assertThat(SEEN).containsExactly("say");
	}

	@Test
	void checksMayGiveAnEventANameThatIsAllowed() throws InterruptedException {
		Socket socket = join("/");
		socket.acl().restrictTo("say", "end");
		socket.onAny((event, arguments) -> SEEN.add("any " + event)).use((event) -> Mono.just(switch (event.name()) {
			case "alias" -> event.withName("say");
			case "say" -> event.withName("secret");
			default -> event;
		}));
		emit("/", "alias", "say");
		assertThat(SEEN).containsExactly("say", "any say", "any end");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("secret");
	}

	@Test
	void theInitialListCoversComingAndGoing() throws InterruptedException {
		Socket socket = join("/listed");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("connect");
		assertThat(socket.acl().allowed()).contains(Set.of("say", "end"));
		emit("/listed", "secret", "say");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("secret");
		this.client.leave("/listed");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("disconnecting");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("disconnect");
		await().until(() -> socket.rooms().isEmpty());
		assertThat(SEEN).containsExactly("say");
	}

	@Test
	void listenersOfGoingAreCoveredToo() throws InterruptedException {
		Socket socket = join("/");
		socket.onDisconnecting((reason, description) -> SEEN.add("leaving"))
			.onDisconnect((reason, description) -> SEEN.add("left"));
		socket.acl().restrictTo("end");
		this.client.leave("/");
		for (int i = 0; i < 4; i++) {
			assertThat(ERRORS.denied(this.socket).event()).isIn("disconnecting", "disconnect");
		}
		assertThat(SEEN).isEmpty();
	}

	@Test
	void resetGoesBackToTheInitialList() throws InterruptedException {
		SocketAcl acl = join("/listed").acl();
		acl.allow("secret");
		assertThat(acl.reset().allowed()).contains(Set.of("say", "end"));
		acl.lift();
		assertThat(acl.reset().allowed()).contains(Set.of("say", "end"));
		PROVIDED.put("/listed", Set.of("other"));
		assertThat(acl.reset().allowed()).contains(Set.of("other"));
	}

	@Test
	void aProviderComesBeforeTheAnnotation() throws InterruptedException {
		PROVIDED.put("/listed", Set.of("connect", "secret", "end"));
		join("/listed");
		emit("/listed", "say", "secret");
		assertThat(SEEN).containsExactly("secret");
	}

	@Test
	void aProviderMayAllowNothing() throws InterruptedException {
		PROVIDED.put("/provided", Set.of());
		Socket socket = join("/provided");
		assertThat(socket.acl().allowed()).contains(Set.of());
		this.client.emit("/provided", "say");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("connect");
		assertThat(ERRORS.denied(this.socket).event()).isEqualTo("say");
		assertThat(SEEN).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatIsSetWhileTheProviderThinksStays(boolean provides) throws InterruptedException {
		PROVIDED.put("/provided", (Function<Socket, @Nullable Set<String>>) (asking) -> {
			Thread other = new Thread(() -> asking.acl().restrictTo("say", "end"));
			other.start();
			try {
				other.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return provides ? Set.of("secret", "end") : null;
		});
		Socket socket = join("/provided");
		assertThat(socket.acl().allowed()).contains(Set.of("say", "end"));
		emit("/provided", "secret", "say");
		assertThat(SEEN).containsExactly("say");
	}

	@Test
	void beforeTheProviderHasAnsweredNothingIsAllowed() throws InterruptedException {
		List<Boolean> allowed = new CopyOnWriteArrayList<>();
		PROVIDED.put("/provided", (Function<Socket, @Nullable Set<String>>) (asking) -> {
			allowed.add(asking.acl().isAllowed("say"));
			return null;
		});
		assertThat(join("/provided").acl().allowed()).isEmpty();
		assertThat(allowed).containsExactly(false);
	}

	@Test
	void aProviderThatFailsRefusesTheClient() {
		PROVIDED.put("/bare", new IllegalStateException("secret"));
		assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> this.client.join("/bare"))
			.withMessage("{\"message\":\"Connection refused\"}");
		assertThat(server.io().of("/bare").sockets()).isEmpty();
		assertThat(SEEN).isEmpty();
	}

	@Test
	void aProviderThatFailsWhenAnInterceptorAsksRefusesTheClientToo() {
		PROVIDED.put("/asking", new IllegalStateException("secret"));
		assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> this.client.join("/asking"))
			.withMessage("{\"message\":\"Connection refused\"}");
		assertThat(server.io().of("/asking").sockets()).isEmpty();
	}

	@Test
	void aResetThatFailsLeavesTheListAsItWas() throws InterruptedException {
		SocketAcl acl = join("/provided").acl().restrictTo("say");
		PROVIDED.put("/provided", new IllegalStateException("expected"));
		assertThatIllegalStateException().isThrownBy(acl::reset);
		assertThat(acl.allowed()).contains(Set.of("say"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "3:::text", "4:::1", "5:::{\"name\":\"message\"}", "5:::{\"name\":\"json\"}", "7:::2",
			"5:::{\"name\":\"error\"}" })
	void messagesAndErrorsOfProtocol1AreCovered(String packet) throws InterruptedException {
		try (LegacySocketIoClient old = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			old.open();
			this.socket = SOCKETS.poll(20, TimeUnit.SECONDS);
			old.send(packet);
			await().until(() -> SEEN.size() > 1);
			SEEN.clear();
			this.socket.acl().restrictTo("say");
			old.send(packet);
			SocketIOError error = ERRORS.denied(this.socket);
			assertThat(error.event()).isIn("message", "json", "error");
			assertThat(old.next().arguments()).containsExactly("method_access_denied", "this event is not allowed");
			assertThat(SEEN).isEmpty();
		}
	}

	@Test
	void manyThreadsMayChangeIt() throws InterruptedException {
		SocketAcl acl = join("/").acl().restrictTo();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String prefix = i + "/";
			Thread thread = new Thread(() -> {
				for (int j = 0; j < 250; j++) {
					acl.allow(prefix + j, "gone" + prefix + j).deny("gone" + prefix + j);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(acl.allowed().orElseThrow()).hasSize(1000);
	}

	@Test
	void askingCostsNothing() {
		try (TestServer plain = TestServer.start((io) -> io.of("/x"));
				SocketIoClient other = new SocketIoClient(new WebSocketWire(plain))) {
			other.open();
			other.join("/x");
			ServerSocket socket = (ServerSocket) plain.io().of("/x").sockets().iterator().next();
			assertThat(socket.isAllowed("x")).isTrue();
			assertThat(socket.acl().lift().reset().isAllowed("x")).isTrue();
			assertThat(socket.handlers().keepsEvents()).isFalse();
			socket.acl().allow("x");
			assertThat(socket.handlers().keepsEvents()).isTrue();
		}
	}

	/** Notes whether its argument was read. */
	private record BoundHandler(JsonCodec codec) implements EventHandler {

		@Override
		public ArgumentBinding binding() {
			return this.codec.binding(List.of(Noted.class));
		}

		@Override
		public boolean runsOnEventLoop() {
			return false;
		}

		@Override
		public @Nullable Publisher<?> handle(EventCall call) {
			SEEN.add("bound");
			return null;
		}

	}

	@JsonDeserialize(using = NotedDeserializer.class)
	record Noted() {

	}

	static class NotedDeserializer extends ValueDeserializer<Noted> {

		@Override
		public Noted deserialize(JsonParser parser, DeserializationContext context) {
			READ.incrementAndGet();
			parser.skipChildren();
			return new Noted();
		}

	}

}
