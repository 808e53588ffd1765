package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Emitter;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What emitting tells of events that are dropped, and the ways to emit that ask for an
 * acknowledgement.
 */
class EmitResultTests {

	private static final Duration WAIT = Duration.ofSeconds(20);

	private static final String LARGE = "x".repeat(12_000);

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			socket.on("who", (arguments, ack) -> ack.send(socket.id()));
			SOCKETS.add(socket);
		})).properties("socketio.max-buffered-bytes=16KB").virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void disconnect() {
		server.io().disconnectSockets(true);
		await().until(() -> server.io().sockets().isEmpty());
		SOCKETS.clear();
	}

	private static SocketIoClient webSocket() {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join("/");
		// By then nothing waits to be written.
		client.call("/", "who");
		return client;
	}

	private static Socket socket() throws InterruptedException {
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	private static void assertFails(CompletableFuture<?> answer, String message) {
		await().until(answer::isDone);
		assertThat(answer.handle((value, error) -> error).join()).isInstanceOf(AckException.class)
			.hasMessageContaining(message);
	}

	@Test
	void whatWaitsIsQueued() throws InterruptedException {
		PollingSession client = PollingSession.joined(server);
		Socket socket = socket();
		assertThat(socket.emit("a")).isEqualTo(EmitResult.QUEUED);
		assertThat(socket.compress(false).emit("b")).isEqualTo(EmitResult.QUEUED);
		assertThat(socket.timeout(WAIT).emit("c")).isEqualTo(EmitResult.QUEUED);
		assertThat(socket.send("d")).isEqualTo(EmitResult.QUEUED);
		assertThat(socket.sendJson(List.of())).isEqualTo(EmitResult.QUEUED);
		assertThat(EmitResult.QUEUED.isDropped()).isFalse();
		assertThat(client.get().body().split("\u001e")).containsExactly("42[\"a\"]", "42[\"b\"]", "42[\"c\"]",
				"42[\"message\",\"d\"]", "42[\"message\",[]]");
	}

	@Test
	void whatDoesNotFitIsDropped() throws InterruptedException {
		PollingSession.joined(server);
		Socket socket = socket();
		assertThat(socket.emit("a", LARGE)).isEqualTo(EmitResult.QUEUED);
		assertThat(socket.emit("b", LARGE)).isEqualTo(EmitResult.BUFFER_FULL);
		assertThat(EmitResult.BUFFER_FULL.isDropped()).isTrue();
		assertThat(socket.emit("c")).isEqualTo(EmitResult.DISCONNECTED);
		assertThat(socket.isConnected()).isFalse();
	}

	@Test
	void aSocketThatHasGoneTakesNothing() throws InterruptedException {
		SocketIoClient client = webSocket();
		Socket socket = socket();
		client.leave("/");
		await().until(() -> !socket.isConnected());
		for (Emitter<?> emitter : List.of(socket, socket.timeout(WAIT), socket.compress(false))) {
			assertThat(emitter.emit("a")).isEqualTo(EmitResult.DISCONNECTED);
			assertThat(emitter.volatileEmit("a")).isEqualTo(EmitResult.DISCONNECTED);
			assertThat(emitter.send("a")).isEqualTo(EmitResult.DISCONNECTED);
			assertThat(emitter.sendJson("a")).isEqualTo(EmitResult.DISCONNECTED);
		}
		assertThat(EmitResult.DISCONNECTED.isDropped()).isTrue();
		assertFails(socket.sendWithAck("a").toFuture(), "the socket has disconnected");
	}

	@Test
	void volatileEventsThatCannotLeaveAreDropped() throws InterruptedException {
		PollingSession client = PollingSession.joined(server);
		Socket socket = socket();
		assertThat(socket.volatileEmit("a")).isEqualTo(EmitResult.NOT_WRITABLE);
		assertThat(EmitResult.NOT_WRITABLE.isDropped()).isTrue();
		assertFails(socket.volatileEmitWithAck("b").toFuture(), "could not take the event right now");
		try (RawHttp poll = client.pendingGet()) {
			client.awaitPoll();
			assertThat(socket.volatileEmit("c")).isEqualTo(EmitResult.QUEUED);
			assertThat(poll.response().body()).isEqualTo("42[\"c\"]");
		}
	}

	@Test
	void volatileEventsMayBeAcknowledged() throws InterruptedException {
		SocketIoClient client = webSocket();
		Socket socket = socket();
		for (Emitter<Arguments> emitter : List.of(socket, socket.timeout(WAIT), remote(socket))) {
			client.call("/", "who");
			CompletableFuture<Arguments> answer = emitter.volatileEmitWithAck("q", 1).toFuture();
			KitClient.Event question = client.next();
			assertThat(question.name()).isEqualTo("q");
			client.acknowledge(question, 2);
			assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join().get(0, int.class)).isEqualTo(2);
		}
	}

	private static RemoteSocket remote(Socket socket) {
		return server.io().to(socket.id()).fetchSockets().map((sockets) -> sockets.get(0)).block(WAIT);
	}

	@Test
	void aVolatileBroadcastAsksOnlyWhoCanTakeIt() throws InterruptedException {
		PollingSession.joined(server);
		Socket polling = socket();
		SocketIoClient client = webSocket();
		CompletableFuture<List<Arguments>> answers = server.io().volatileEmitWithAck("q").toFuture();
		client.acknowledge(client.next(), "here");
		assertThat(answers.orTimeout(20, TimeUnit.SECONDS).join()).singleElement()
			.extracting((one) -> one.get(0, String.class))
			.isEqualTo("here");
		RemoteSocket remote = remote(polling);
		assertFails(remote.volatileEmitWithAck("q").toFuture(), "could not take the event right now");
		assertThat(remote.emit("a")).isEqualTo(EmitResult.HANDED_ON);
	}

	@Test
	void aBroadcastDoesNotKnow() {
		assertThat(server.io().emit("a")).isEqualTo(EmitResult.HANDED_ON);
		assertThat(server.io().to("nobody").volatileEmit("a")).isEqualTo(EmitResult.HANDED_ON);
		assertThat(server.io().send("a")).isEqualTo(EmitResult.HANDED_ON);
		assertThat(EmitResult.HANDED_ON.isDropped()).isFalse();
	}

	@Test
	void messagesMayBeAcknowledged() throws InterruptedException {
		SocketIoClient client = webSocket();
		Socket socket = socket();
		CompletableFuture<Arguments> first = socket.sendWithAck("a", 1).toFuture();
		KitClient.Event event = client.next();
		assertThat(event.name()).isEqualTo("message");
		assertThat(event.arguments()).containsExactly("a", 1);
		client.acknowledge(event);
		CompletableFuture<List<Arguments>> second = server.io().sendJsonWithAck(new int[] { 1, 2 }).toFuture();
		event = client.next();
		assertThat(event.name()).isEqualTo("message");
		assertThat(event.arguments()).containsExactly(List.of(1, 2));
		client.acknowledge(event);
		assertThat(first.orTimeout(20, TimeUnit.SECONDS).join().size()).isZero();
		assertThat(second.orTimeout(20, TimeUnit.SECONDS).join()).hasSize(1);
	}

	@Test
	void messagesMayBeAcknowledgedByClientsOfProtocol1() throws InterruptedException {
		LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET);
		client.open();
		client.join("/");
		Socket socket = socket();
		List<Mono<Arguments>> questions = List.of(socket.sendWithAck("text"), socket.sendJsonWithAck(List.of(1, 2)),
				socket.sendWithAck("a", "b"));
		List<List<Object>> expected = List.of(List.of("text"), List.of(List.of(1, 2)), List.of("a", "b"));
		for (int i = 0; i < questions.size(); i++) {
			CompletableFuture<Arguments> answer = questions.get(i).toFuture();
			KitClient.Event event = client.next();
			assertThat(event.name()).isEqualTo("message");
			assertThat(event.arguments()).isEqualTo(expected.get(i));
			client.acknowledge(event, "answer");
			assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join().get(0, String.class)).isEqualTo("answer");
		}
	}

	@Test
	void reservedNamesAreRefusedHoweverTheyAreEmitted() throws InterruptedException {
		webSocket();
		Socket socket = socket();
		for (Emitter<?> emitter : List.of(socket, socket.compress(false), server.io(), remote(socket))) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> emitter.emit("connect"));
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> emitter.volatileEmit("disconnect"));
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> emitter.volatileEmitWithAck("connect_error"));
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> emitter.timeout(Duration.ofNanos(1)));
		}
	}

}
