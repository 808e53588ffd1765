package io.github.socketiospring.adapter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a server tells its adapters, and does at their request.
 */
class AdapterHooksTests {

	private static final RecoveryLimits LIMITS = new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 10,
			10, 1_000_000, 10);

	private static final Duration WAIT = Duration.ofSeconds(20);

	private final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();

	private TestServer start(AdapterFactory adapters) {
		return TestServer.builder()
			.bean(AdapterFactory.class, adapters)
			.customizer((io) -> io.of("/").onConnection(this.sockets::add))
			.start();
	}

	private Socket connect(SocketIoClient client) throws InterruptedException {
		client.open();
		client.join("/");
		Socket socket = this.sockets.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	@Test
	void offsetsAreTheLastArgument() throws InterruptedException {
		try (TestServer server = start(InMemoryAdapter.recovering(LIMITS, InstantSource.system()));
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			connect(client);
			byte[] bytes = { 1, 2 };
			server.io().emit("quote \" and \\", "text", Map.of("bytes", bytes));
			server.io().emit("empty");
			KitClient.Event event = client.next();
			assertThat(event.name()).isEqualTo("quote \" and \\");
			assertThat(event.arguments()).hasSize(3).first().isEqualTo("text");
			assertThat(((Map<?, ?>) event.arguments().get(1)).get("bytes")).isEqualTo(bytes);
			assertThat(event.arguments().get(2)).isInstanceOf(String.class);
			assertThat(client.next().arguments()).singleElement()
				.isInstanceOf(String.class)
				.isNotEqualTo(event.arguments().get(2));
			server.io().volatileEmit("volatile");
			assertThat(client.next().arguments()).isEmpty();
		}
	}

	@Test
	void socketsAreToldOf() throws InterruptedException {
		List<String> sockets = new CopyOnWriteArrayList<>();
		try (TestServer server = start((namespace) -> new Recording(namespace, List.of()) {

			@Override
			public void socketAdded(String id) {
				sockets.add("+" + id);
			}

			@Override
			public void socketRemoved(String id) {
				sockets.add("-" + id);
			}

		}); SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			Socket socket = connect(client);
			assertThat(sockets).containsExactly("+" + socket.id());
			socket.disconnect();
			await().until(() -> sockets.size() == 2);
			assertThat(sockets.get(1)).isEqualTo("-" + socket.id());
		}
	}

	@Test
	void roomsAreToldOf() throws InterruptedException {
		List<String> rooms = new CopyOnWriteArrayList<>();
		try (TestServer server = start((namespace) -> new Recording(namespace, rooms));
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
				SocketIoClient other = new SocketIoClient(new WebSocketWire(server))) {
			Socket socket = connect(client);
			Socket second = connect(other);
			socket.join("a", "b", socket.id());
			second.join("a");
			socket.leave("a", "b");
			second.leave("a");
			socket.join("c");
			socket.disconnect();
			client.awaitLeft("/");
			assertThat(rooms).containsExactly("+a", "+b", "-b", "-a", "+c", "-c");
		}
	}

	@Test
	void anAdapterLearnsForWhomSomethingMayBe() throws InterruptedException {
		List<AdapterNamespace> namespaces = new CopyOnWriteArrayList<>();
		try (TestServer server = TestServer.builder()
			.bean(AdapterFactory.class, remembering(namespaces))
			.customizer((io) -> {
				io.of("/").onConnection(this.sockets::add);
				io.of("/t-{id}").onConnection(this.sockets::add);
			})
			.start(); SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			AdapterNamespace root = namespaces.stream().filter((each) -> each.name().equals("/")).findFirst().get();
			AdapterNamespace family = namespaces.stream().filter(AdapterNamespace::isFamily).findFirst().get();
			assertThat(root.mayBeFor(Selection.ALL)).isFalse();
			assertThat(family.mayBeFor(Selection.ALL)).isFalse();
			Socket socket = connect(client);
			assertMayBeFor(root, socket);
			assertThat(family.mayBeFor(Selection.ALL)).isFalse();
			client.join("/t-1");
			Socket member = this.sockets.poll(20, TimeUnit.SECONDS);
			assertMayBeFor(family, member);
			socket.disconnect();
			client.awaitLeft("/");
			assertThat(root.mayBeFor(Selection.ALL)).isFalse();
			assertThat(root.mayBeFor(room("a"))).isFalse();
		}
	}

	private static void assertMayBeFor(AdapterNamespace namespace, Socket socket) {
		socket.join("a");
		assertThat(namespace.mayBeFor(Selection.ALL)).isTrue();
		assertThat(namespace.mayBeFor(room("a"))).isTrue();
		assertThat(namespace.mayBeFor(new Selection(Set.of("b", "a"), Set.of(), false))).isTrue();
		assertThat(namespace.mayBeFor(room(socket.id()))).isTrue();
		assertThat(namespace.mayBeFor(Selection.socket(socket.id()))).isTrue();
		assertThat(namespace.mayBeFor(room("b"))).isFalse();
		assertThat(namespace.mayBeFor(Selection.socket("a"))).isFalse();
		assertThat(namespace.mayBeFor(room(IdentityRoom.ofUser("somebody")))).isFalse();
		socket.leave("a");
		assertThat(namespace.mayBeFor(room("a"))).isFalse();
	}

	private static Selection room(String name) {
		return new Selection(Set.of(name), Set.of(), false);
	}

	@Test
	void anAdapterThatCannotStartKeepsTheApplicationFromStarting() {
		assertThatException().isThrownBy(() -> start((namespace) -> new Recording(namespace, List.of()) {

			@Override
			public Mono<Void> start() {
				return Mono.error(new IllegalStateException("no connection to the others"));
			}

		})).withStackTraceContaining("no connection to the others");
	}

	/** A client that is served while that is not sure would be cut off again. */
	@Test
	void noClientIsServedBeforeTheAdaptersHaveStarted() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		List<String> tries = new CopyOnWriteArrayList<>();
		try (TestServer server = TestServer.builder()
			.properties("server.port=" + port)
			.bean(AdapterFactory.class, (namespace) -> new Recording(namespace, List.of()) {

				@Override
				public Mono<Void> start() {
					return Mono.fromRunnable(() -> tries.add(tryToConnect(port)));
				}

			})
			.start()) {
			assertThat(tries).containsExactly("refused");
			assertThat(tryToConnect(port)).isEqualTo("accepted");
		}
	}

	private static String tryToConnect(int port) {
		try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected() ? "accepted" : "not connected";
		}
		catch (IOException ex) {
			return "refused";
		}
	}

	@Test
	void serversThatDoNotAnswerAreMissing() {
		try (TestServer server = TestServer.builder()
			.bean(AdapterFactory.class, Silent::new)
			.properties("socketio.adapter.request-timeout=50ms")
			.start()) {
			assertThatExceptionOfType(MissingServersException.class)
				.isThrownBy(() -> server.io().serverCount().block(WAIT))
				.withMessage("the servers have not been counted within 50 ms");
			assertThatExceptionOfType(AckException.class)
				.isThrownBy(() -> server.io().serverSideEmitWithAck("question").block(WAIT))
				.withMessage("not all servers acknowledged within 50 ms, missing: [far]")
				.satisfies((ex) -> assertThat(ex.missing()).containsExactly("far"));
		}
	}

	@Test
	void adaptersStartAgainWithTheirServer() {
		List<String> calls = new CopyOnWriteArrayList<>();
		try (TestServer server = start((namespace) -> new LifeCycle(namespace, calls))) {
			server.context().stop();
			server.context().start();
		}
		assertThat(calls).containsExactly("start /", "stop /", "start /", "stop /");
	}

	@Test
	void adaptersStopIfAnotherCannotStart() {
		List<String> calls = new CopyOnWriteArrayList<>();
		assertThatException()
			.isThrownBy(() -> TestServer.builder()
				.bean(AdapterFactory.class, (namespace) -> new LifeCycle(namespace, calls))
				.customizer((io) -> io.of("/broken"))
				.start())
			.withStackTraceContaining("no connection to the others");
		assertThat(calls).contains("start /broken");
		assertThat(calls.stream().filter((call) -> call.startsWith("stop")))
			.containsExactlyInAnyOrderElementsOf(calls.stream()
				.filter((call) -> call.startsWith("start"))
				.map((call) -> call.replace("start", "stop"))
				.toList());
	}

	@Test
	void whoAsksIsAnsweredIfNoThreadTakesTheListener() {
		List<AdapterNamespace> namespaces = new CopyOnWriteArrayList<>();
		try (TestServer server = TestServer.builder()
			.configuration(NoThreads.class)
			.bean(AdapterFactory.class, remembering(namespaces))
			.customizer((io) -> io.onServerSideEmit("asked", (arguments, ack) -> ack.send()))
			.start()) {
			AdapterNamespace root = namespaces.get(0);
			for (int i = 0; i < 2; i++) {
				assertThat(root.serverSideAsked("asked", root.write(List.of())).collectList().block(WAIT))
					.containsExactly(new AckReply.Asked(Set.of(root.serverId())), new AckReply.Gone(root.serverId()));
			}
		}
	}

	@Test
	void whoNoLongerWaitsLeavesNothingBehind() throws InterruptedException {
		List<AdapterNamespace> namespaces = new CopyOnWriteArrayList<>();
		try (TestServer server = TestServer.builder()
			.bean(AdapterFactory.class, remembering(namespaces))
			.customizer((io) -> io.of("/").onConnection(this.sockets::add))
			.properties("socketio.limits.max-pending-acks=2")
			.start(); SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			Socket socket = connect(client);
			AdapterNamespace root = namespaces.get(0);
			CompletableFuture<Arguments> first = socket.emitWithAck("first").toFuture();
			AckReply asked = root
				.deliverWithAck(
						new Request.BroadcastWithAck(Selection.ALL, "asked", root.write(List.of()), false, true, WAIT))
				.take(1)
				.blockLast(WAIT);
			assertThat(asked).isEqualTo(new AckReply.Asked(Set.of(socket.id())));
			CompletableFuture<Arguments> second = socket.emitWithAck("second").toFuture();
			assertThat(first).isNotDone();
			assertThat(second).isNotDone();
		}
	}

	@Test
	void whatOneFormatCannotWriteStillReachesTheOthers() throws InterruptedException {
		try (TestServer server = start(InMemoryAdapter::new);
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
				LegacySocketIoClient old = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			connect(client);
			old.open();
			old.join("/");
			assertThat(this.sockets.poll(20, TimeUnit.SECONDS)).isNotNull();
			Socket first = server.io().sockets().iterator().next();
			assertThatException().isThrownBy(() -> server.io().emit("once", new ReadableOnce()));
			KitClient receiver = (first.handshake().revision() == Revision.V1) ? old : client;
			assertThat(receiver.next().name()).isEqualTo("once");
		}
	}

	@Test
	void whatOneFormatCannotWriteIsStillAskedOfTheOthers() throws InterruptedException {
		try (TestServer server = start(InMemoryAdapter::new);
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
				LegacySocketIoClient old = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			connect(client);
			old.open();
			old.join("/");
			assertThat(this.sockets.poll(20, TimeUnit.SECONDS)).isNotNull();
			CompletableFuture<List<Arguments>> answers = server.io()
				.timeout(WAIT)
				.emitWithAck("once", new ReadableOnce())
				.toFuture();
			assertThat(answers).isCompletedExceptionally();
			Socket first = server.io().sockets().iterator().next();
			KitClient receiver = (first.handshake().revision() == Revision.V1) ? old : client;
			assertThat(receiver.next().name()).isEqualTo("once");
		}
	}

	@Test
	void dataThatCannotBeWrittenIsLeftOut() throws InterruptedException {
		try (TestServer server = start(InMemoryAdapter::new);
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			Socket socket = connect(client);
			ReadableOnce value = new ReadableOnce();
			value.getValue();
			socket.data().put("value", value);
			RemoteSocket found = server.io().fetchSockets().block(WAIT).get(0);
			assertThat(found.id()).isEqualTo(socket.id());
			assertThat(found.data().isEmpty()).isTrue();
		}
	}

	@Test
	void whatIsTakenBackDoesNotRun() throws InterruptedException {
		List<AdapterNamespace> namespaces = new CopyOnWriteArrayList<>();
		try (TestServer server = TestServer.builder()
			.bean(AdapterFactory.class, remembering(namespaces))
			.customizer((io) -> io.of("/t-{id}"))
			.virtualTime()
			.start()) {
			BlockingQueue<String> ran = new LinkedBlockingQueue<>();
			for (AdapterNamespace namespace : namespaces) {
				namespace.schedule(Duration.ofSeconds(1), () -> ran.add("taken back")).dispose();
				namespace.schedule(Duration.ofSeconds(2), () -> ran.add(namespace.name()));
			}
			server.clock().advance(Duration.ofSeconds(3));
			assertThat(List.of(ran.poll(20, TimeUnit.SECONDS), ran.poll(20, TimeUnit.SECONDS)))
				.containsExactlyInAnyOrder("/", "/t-{id}");
			assertThat(ran).isEmpty();
		}
	}

	private static AdapterFactory remembering(List<AdapterNamespace> namespaces) {
		return (namespace) -> {
			namespaces.add(namespace);
			return new InMemoryAdapter(namespace);
		};
	}

	/**
	 * A value that only the first format can write.
	 */
	public static final class ReadableOnce {

		private boolean read;

		public int getValue() {
			if (this.read) {
				throw new IllegalStateException("read twice");
			}
			this.read = true;
			return 1;
		}

	}

	/**
	 * No thread takes anything.
	 */
	@Configuration(proxyBeanMethods = false)
	static class NoThreads {

		@Bean
		Executor socketIOHandlerExecutor() {
			return (task) -> {
				throw new RejectedExecutionException("too busy");
			};
		}

	}

	/**
	 * An adapter that remembers when it was started and stopped.
	 */
	private static final class LifeCycle extends Recording {

		private final String name;

		private final List<String> calls;

		LifeCycle(AdapterNamespace namespace, List<String> calls) {
			super(namespace, List.of());
			this.name = namespace.name();
			this.calls = calls;
		}

		@Override
		public Mono<Void> start() {
			this.calls.add("start " + this.name);
			return this.name.equals("/broken") ? Mono.error(new IllegalStateException("no connection to the others"))
					: Mono.empty();
		}

		@Override
		public Mono<Void> stop() {
			this.calls.add("stop " + this.name);
			return Mono.empty();
		}

	}

	/**
	 * An adapter that remembers what it was told.
	 */
	private static class Recording implements Adapter {

		private final InMemoryAdapter adapter;

		private final List<String> rooms;

		Recording(AdapterNamespace namespace, List<String> rooms) {
			this.adapter = new InMemoryAdapter(namespace);
			this.rooms = rooms;
		}

		@Override
		public AdapterHealth health() {
			return this.adapter.health();
		}

		@Override
		public void send(Command command) {
			this.adapter.send(command);
		}

		@Override
		public <R> Flux<R> request(Request<R> request) {
			return this.adapter.request(request);
		}

		@Override
		public Mono<Integer> serverCount() {
			return this.adapter.serverCount();
		}

		@Override
		public void roomCreated(String room) {
			this.rooms.add("+" + room);
		}

		@Override
		public void roomDeleted(String room) {
			this.rooms.add("-" + room);
		}

	}

	/**
	 * There is another server, which does not answer.
	 */
	private static final class Silent extends Recording {

		Silent(AdapterNamespace namespace) {
			super(namespace, List.of());
		}

		@Override
		@SuppressWarnings("unchecked")
		public <R> Flux<R> request(Request<R> request) {
			return (Flux<R>) Flux.<Object>just(new AckReply.Asked(Set.of("far"))).concatWith(Flux.never());
		}

		@Override
		public Mono<Integer> serverCount() {
			return Mono.never();
		}

	}

}
