package io.github.socketiospring.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.ReturningSocket;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * Clients that lose their connection to a namespace of a family, and come back.
 */
class FamilyRecoveryTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final BlockingQueue<Socket> connected = new LinkedBlockingQueue<>();

	/** What lets an adapter find a socket, whoever still waits for it. */
	private final BlockingQueue<Runnable> found = new LinkedBlockingQueue<>();

	private TestServer server;

	private void start(TestServer.Builder builder) {
		this.server = builder.properties("socketio.connection-state-recovery.enabled=true")
			.customizer((io) -> io.of("/t-{id}").onConnection(this.connected::add))
			.virtualTime()
			.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	/**
	 * A client that has joined a namespace.
	 *
	 * @param client the client
	 * @param answer what it was told
	 * @param socket its socket
	 */
	private record Member(SocketIoClient client, JsonNode answer, Socket socket) {

		/** What it says when it comes back, once it has received an event. */
		String auth() {
			this.socket.emit("mark");
			KitClient.Event event = this.client.next();
			return JSON.writeValueAsString(Map.of("pid", this.answer.path("pid").asString(), "offset",
					event.arguments().get(event.arguments().size() - 1)));
		}

		/** Loses its connection, and waits until the server knows. */
		void lose() {
			CompletableFuture<Void> gone = new CompletableFuture<>();
			this.socket.onDisconnect((reason, description) -> gone.complete(null));
			this.client.drop();
			gone.orTimeout(20, TimeUnit.SECONDS).join();
		}

	}

	private Member join(String name, String auth) throws InterruptedException {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(this.server));
		client.open();
		JsonNode answer = JSON.readTree(client.join(name, auth));
		return new Member(client, answer, take(this.connected));
	}

	@Test
	void whatIsEmittedToAFamilyIsRememberedInItsNamespaces() throws InterruptedException {
		start(TestServer.builder());
		Member before = join("/t-1", "{}");
		String auth = before.auth();
		before.lose();
		Namespace family = this.server.io().of("/t-{id}");
		family.emit("family");
		this.server.io().of("*").emit("all");
		assertThat(((NamespaceBase) family).adapter().recovers()).isFalse();
		assertThat(((NamespaceBase) this.server.io().of("*")).adapter().recovers()).isFalse();
		Member after = join("/t-1", auth);
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.client().next().name()).isEqualTo("family");
		assertThat(after.client().next().name()).isEqualTo("all");
		after.client().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/t-{id}", "*" })
	void whoIsPutOutOfAFamilyWhileAwayDoesNotComeBack(String family) throws InterruptedException {
		start(TestServer.builder());
		Member before = join("/t-1", "{}");
		String auth = before.auth();
		before.lose();
		this.server.io().of(family).disconnectSockets();
		Member after = join("/t-1", auth);
		assertThat(after.socket().recovered()).isFalse();
		assertThat(after.socket().id()).isNotEqualTo(before.socket().id());
		after.client().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/t-{id}", "*" })
	void whoIsPutIntoOtherRoomsByAFamilyWhileAwayComesBackToThose(String name) throws InterruptedException {
		start(TestServer.builder());
		Member before = join("/t-1", "{}");
		before.socket().join("admins", "players");
		String auth = before.auth();
		before.lose();
		Namespace family = this.server.io().of(name);
		family.to("players").socketsLeave("admins");
		family.to("players").socketsJoin("guests");
		family.to("admins").emit("secret");
		family.to("guests").emit("open");
		Member after = join("/t-1", auth);
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "players", "guests");
		assertThat(after.client().next().name()).isEqualTo("open");
		after.client().close();
	}

	@Test
	void whoGoesWhileItsSocketIsFoundLeavesOnce() throws InterruptedException {
		AdapterFactory remembering = InMemoryAdapter.recovering(
				new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 10, 10, 1_000, 10),
				InstantSource.system());
		start(TestServer.builder().bean(AdapterFactory.class, (namespace) -> {
			Adapter adapter = remembering.create(namespace);
			Adapter slow = mock(Adapter.class, delegatesTo(adapter));
			willReturn(Duration.ZERO).given(slow).memory();
			willAnswer((invocation) -> slow(adapter.restore(invocation.<ReturningSocket>getArgument(0)))).given(slow)
				.restore(any());
			return slow;
		}));
		Member other = join("/t-1", "{}");
		Member before = join("/t-1", "{}");
		String auth = before.auth();
		assertThat(other.client().waiting()).isZero();
		before.lose();
		RawWebSocket client = RawWebSocket.open(this.server);
		client.text("40/t-1," + auth);
		Runnable finds = take(this.found);
		client.close();
		await().until(() -> this.server.io().clientsCount() == 1);
		finds.run();
		assertThat(this.server.io().namespaces()).contains(other.socket().namespace());
		this.server.io().of("/t-1").emit("still");
		assertThat(other.client().next().name()).isEqualTo("still");
		other.client().leave("/t-1");
		await().until(() -> !this.server.io().namespaces().contains(other.socket().namespace()));
		other.client().close();
	}

	private Mono<SavedSession> slow(Mono<SavedSession> session) {
		return Mono.fromDirect((subscriber) -> {
			subscriber.onSubscribe(new Waiting());
			this.found.add(() -> found(session, subscriber));
		});
	}

	private static void found(Mono<SavedSession> session, Subscriber<? super SavedSession> subscriber) {
		subscriber.onNext(session.block());
		subscriber.onComplete();
	}

	/**
	 * Cannot be cancelled any more.
	 */
	private static final class Waiting implements Subscription {

		@Override
		public void request(long n) {
			// Comes anyway.
		}

		@Override
		public void cancel() {
			// Comes anyway.
		}

	}

}
