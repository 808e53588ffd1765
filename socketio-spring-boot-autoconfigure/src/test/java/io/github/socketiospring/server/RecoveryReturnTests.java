package io.github.socketiospring.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a socket that comes back may do, and what is done to it while it is on its way.
 */
class RecoveryReturnTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int MAX_ROOMS = 3;

	private static final BlockingQueue<Socket> CONNECTED = new LinkedBlockingQueue<>();

	private static final BlockingQueue<Socket> GONE = new LinkedBlockingQueue<>();

	private static volatile Consumer<Socket> interceptor = (socket) -> {
	};

	/** What sockets wait for that come back, and tell that they do. */
	private static volatile Mono<Void> gate = Mono.empty();

	private static final BlockingQueue<Socket> WAITING = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true",
					"socketio.connection-state-recovery.skip-middlewares=false",
					"socketio.limits.max-rooms-per-socket=" + MAX_ROOMS)
			.customizer((io) -> {
				for (String name : new String[] { "/", "/listed" }) {
					io.of(name).use((socket) -> {
						if (!socket.recovered()) {
							return Mono.empty();
						}
						interceptor.accept(socket);
						Mono<Void> current = gate;
						WAITING.add(socket);
						return current;
					}).onConnection((socket) -> {
						socket.onDisconnect((reason, description) -> GONE.add(socket));
						CONNECTED.add(socket);
					});
				}
				((DefaultSocketIOServer) io).handlers("/listed").initialAcl(Set.of("say", "connect", "disconnect"));
			})
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static <T> T take(BlockingQueue<T> queue) {
		try {
			T value = queue.poll(20, TimeUnit.SECONDS);
			assertThat(value).isNotNull();
			return value;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KitClient.Event nextOf(KitClient client, String name) {
		KitClient.Event event = client.next();
		assertThat(event.name()).isEqualTo(name);
		return event;
	}

	/**
	 * A client that has joined a namespace.
	 *
	 * @param client the client
	 * @param answer what it was told
	 * @param socket its socket
	 */
	private record Member(SocketIoClient client, JsonNode answer, Socket socket) {

		/** Loses the connection, and returns what its client says when it comes back. */
		String lose() {
			this.socket.emit("mark");
			String offset = (String) nextOf(this.client, "mark").arguments().get(0);
			this.client.drop();
			assertThat(take(GONE)).isSameAs(this.socket);
			return JSON.writeValueAsString(Map.of("pid", this.answer.path("pid").asString(), "offset", offset));
		}

		/** Makes sure that nothing else is on its way to it. */
		void end() {
			this.socket.emit("end");
			nextOf(this.client, "end");
			this.client.close();
			assertThat(take(GONE)).isSameAs(this.socket);
		}

	}

	private static Member join(String namespace, String auth) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		JsonNode answer = JSON.readTree(client.join(namespace, auth));
		return new Member(client, answer, take(CONNECTED));
	}

	private static Member joinAnew() {
		return join("/", "{}");
	}

	/** A client comes back, and something happens when it is on its way. */
	private static Member comeBack(String auth, Runnable meanwhile) {
		WAITING.clear();
		Sinks.Empty<Void> open = Sinks.empty();
		gate = open.asMono();
		try {
			CompletableFuture<Member> back = CompletableFuture.supplyAsync(() -> join("/", auth), NewThread::start);
			assertThat(take(WAITING).recovered()).isTrue();
			meanwhile.run();
			open.tryEmitEmpty();
			return back.join();
		}
		finally {
			gate = Mono.empty();
		}
	}

	@Test
	void whatASocketMayNotSendItMayNotSendAfterItsReturn() {
		Member before = joinAnew();
		before.socket().acl().restrictTo("say", "end", "connect", "disconnect");
		before.socket().acl().deny("end");
		Member after = join("/", before.lose());
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().acl().allowed()).contains(Set.of("say", "connect", "disconnect"));
		Member again = join("/", after.lose());
		assertThat(again.socket().acl().allowed()).contains(Set.of("say", "connect", "disconnect"));
		again.end();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatTheNamespaceBeginsWithIsNotBegunAgain(boolean lifted) {
		Member before = join("/listed", "{}");
		if (lifted) {
			before.socket().acl().lift();
		}
		else {
			before.socket().acl().restrictTo("other", "connect", "disconnect");
		}
		Member after = join("/listed", before.lose());
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().isConnected()).isTrue();
		assertThat(after.socket().acl().allowed().isEmpty()).isEqualTo(lifted);
		assertThat(after.socket().acl().isAllowed("say")).isEqualTo(lifted);
		after.end();
	}

	@Test
	void whoIsInAsManyRoomsAsItMayComesBack() {
		Member before = joinAnew();
		before.socket().join("a", "b", "c");
		String auth = before.lose();
		server.io().to(before.socket().id()).socketsJoin("d");
		Member after = join("/", auth);
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "a", "b", "c");
		after.end();
		assertThat(((ServerNamespace) server.io().of("/")).localSockets().rooms()).isEmpty();
	}

	@Test
	void whatAnInterceptorTakesFromItIsNotMissed() {
		Member before = joinAnew();
		before.socket().join("secret", "room");
		String auth = before.lose();
		server.io().to("secret").emit("secret");
		server.io().to("room").emit("room");
		interceptor = (socket) -> {
			socket.leave("secret");
			socket.join("new");
		};
		Member after;
		try {
			after = join("/", auth);
		}
		finally {
			interceptor = (socket) -> {
			};
		}
		assertThat(after.socket().recovered()).isTrue();
		nextOf(after.client(), "room");
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "room", "new");
		after.end();
	}

	@Test
	void whoIsPutOutOfARoomOnItsWayBackIsNotInIt() {
		Member before = joinAnew();
		before.socket().join("secret", "room");
		String auth = before.lose();
		server.io().to("secret").emit("secret");
		Member after = comeBack(auth, () -> {
			server.io().to(before.socket().id()).socketsLeave("secret");
			server.io().to(before.socket().id()).socketsJoin("new");
			server.io().to("secret").emit("secret");
			server.io().to("new").emit("new");
		});
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "room", "new");
		nextOf(after.client(), "new");
		after.end();
	}

	@ParameterizedTest
	@ValueSource(strings = { "by its id", "by its room", "all", "by its socket", "silently" })
	void whoIsDisconnectedOnItsWayBackIsNotLetIn(String how) {
		Member before = joinAnew();
		before.socket().join("room");
		Member after = comeBack(before.lose(), () -> {
			switch (how) {
				case "by its id" -> server.io().to(before.socket().id()).disconnectSockets(false);
				case "by its room" -> server.io().to("room").disconnectSockets(false);
				case "all" -> server.io().disconnectSockets(false);
				case "silently" -> before.socket().disconnectSilently(false);
				default -> before.socket().disconnect();
			}
		});
		assertThat(after.socket().recovered()).isFalse();
		assertThat(after.socket().id()).isNotEqualTo(before.socket().id());
		assertThat(server.io().to("room").sockets()).isEmpty();
		after.end();
	}

	@Test
	void whatIsDoneToASocketThatHasGoneIsDoneToTheOneThatComesBack() {
		Member before = joinAnew();
		before.socket().join("staff", "room");
		String auth = before.lose();
		before.socket().leave("staff");
		before.socket().join("new");
		before.socket().acl().restrictTo("say", "connect", "disconnect");
		Member after = join("/", auth);
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "room", "new");
		assertThat(after.socket().acl().allowed()).contains(Set.of("say", "connect", "disconnect"));
		after.end();
	}

	@Test
	void whatItMaySendMayBeChangedOnItsWayBack() {
		Member before = joinAnew();
		Member after = comeBack(before.lose(), () -> before.socket().acl().restrictTo("say", "connect", "disconnect"));
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().acl().allowed()).contains(Set.of("say", "connect", "disconnect"));
		after.end();
	}

	@Test
	void whatLateHandlersSayOfItsRightsCountsWhenItIsBackAlready() {
		Member before = joinAnew();
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch returned = new CountDownLatch(1);
		before.socket().onDisconnect((reason, description) -> {
			began.countDown();
			await().until(() -> returned.getCount() == 0);
			before.socket().acl().restrictTo("say", "connect", "disconnect");
		});
		String auth = before.lose();
		await().until(() -> began.getCount() == 0);
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		JSON.readTree(client.join("/", auth));
		returned.countDown();
		Member after = new Member(client, JSON.nullNode(), take(CONNECTED));
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().acl().allowed()).contains(Set.of("say", "connect", "disconnect"));
		after.end();
	}

	@Test
	void whatWasDoneToAReturnThatCameToNothingIsNotUndone() {
		Member before = joinAnew();
		before.socket().join("secret", "room");
		String auth = before.lose();
		WAITING.clear();
		gate = Mono.never();
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.send("40" + auth);
		Socket returning = take(WAITING);
		server.io().to(before.socket().id()).socketsLeave("secret");
		gate = Mono.empty();
		client.drop();
		await().until(() -> ((ServerSocket) returning).hasGone());
		server.io().to("secret").emit("secret");
		Member after = join("/", auth);
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "room");
		after.end();
	}

}
