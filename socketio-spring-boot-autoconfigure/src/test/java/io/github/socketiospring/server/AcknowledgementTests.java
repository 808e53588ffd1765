package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Acknowledgements both ways: their time-outs, their limits, and their end.
 */
class AcknowledgementTests {

	private static final Duration WAIT = Duration.ofSeconds(20);

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static TestServer server;

	private final List<SocketIoClient> clients = new ArrayList<>();

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			socket.on("twice", (arguments, ack) -> {
				ack.send(1);
				ack.send(2);
			});
			socket.on("requested", (arguments, ack) -> socket.emit("requested", ack.isRequested()));
			SOCKETS.add(socket);
		})).properties("socketio.limits.max-pending-acks=3").virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		SOCKETS.clear();
	}

	@AfterEach
	void disconnect() {
		this.clients.forEach(SocketIoClient::close);
		await().until(() -> server.io().sockets().isEmpty());
	}

	private Socket connect() throws InterruptedException {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		this.clients.add(client);
		client.open();
		client.join("/");
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	private static String failure(CompletableFuture<?> answer) {
		await().until(answer::isDone);
		return answer.handle((value, error) -> {
			assertThat(error).isInstanceOf(AckException.class);
			return error.getMessage();
		}).join();
	}

	@Test
	void theFirstAnswerCounts() throws InterruptedException {
		connect();
		SocketIoClient client = this.clients.get(0);
		assertThat(client.call("/", "twice")).containsExactly(1);
		client.emit("/", "requested");
		assertThat(client.next().argument()).isEqualTo(false);
		client.callAsync("/", "requested");
		assertThat(client.next().argument()).isEqualTo(true);
	}

	@Test
	void answersToNothingAreIgnored() throws InterruptedException {
		Socket socket = connect();
		SocketIoClient client = this.clients.get(0);
		client.send("4312345[]");
		client.send("43[]");
		CompletableFuture<Arguments> answer = socket.emitWithAck("q").toFuture();
		KitClient.Event question = client.next();
		client.acknowledge(question, 1);
		client.acknowledge(question, 2);
		assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join().get(0, int.class)).isEqualTo(1);
		assertThat(client.call("/", "twice")).containsExactly(1);
	}

	@Test
	void nothingIsSentUntilSomebodySubscribes() throws InterruptedException {
		Socket socket = connect();
		socket.emitWithAck("never");
		socket.timeout(WAIT).emitWithAck("never");
		server.io().emitWithAck("never");
		socket.emit("now");
		assertThat(this.clients.get(0).next().name()).isEqualTo("now");
	}

	@Test
	void anAnswerMayComeTooLate() throws InterruptedException {
		Socket socket = connect();
		CompletableFuture<Arguments> answer = socket.timeout(Duration.ofSeconds(2)).emitWithAck("q").toFuture();
		KitClient.Event question = this.clients.get(0).next();
		server.clock().advance(Duration.ofSeconds(3));
		assertThat(failure(answer)).isEqualTo("no acknowledgement within 2000 ms");
		this.clients.get(0).acknowledge(question, 1);
		assertThat(this.clients.get(0).call("/", "twice")).containsExactly(1);
	}

	@Test
	void aDisconnectEndsTheWait() throws InterruptedException {
		Socket socket = connect();
		CompletableFuture<Arguments> answer = socket.emitWithAck("q").toFuture();
		this.clients.get(0).next();
		this.clients.get(0).close();
		assertThat(failure(answer)).isEqualTo("the socket has disconnected");
		assertThat(failure(socket.emitWithAck("late").toFuture())).isEqualTo("the socket has disconnected");
	}

	@Test
	void aDisconnectedSocketIsNotWaitedFor() throws InterruptedException {
		Socket socket = connect();
		this.clients.get(0).close();
		await().until(() -> !socket.isConnected());
		assertThat(failure(socket.emitWithAck("late").toFuture())).isEqualTo("the socket has disconnected");
	}

	@Test
	void theOldestFailsWhenTooManyArePending() throws InterruptedException {
		Socket socket = connect();
		List<CompletableFuture<Arguments>> answers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			answers.add(socket.emitWithAck("q", i).toFuture());
		}
		assertThat(failure(answers.get(0))).isEqualTo("more than 3 acknowledgements are pending");
		for (int i = 0; i < 4; i++) {
			KitClient.Event question = this.clients.get(0).next();
			this.clients.get(0).acknowledge(question, question.argument());
		}
		for (int i = 1; i < 4; i++) {
			assertThat(answers.get(i).orTimeout(20, TimeUnit.SECONDS).join().get(0, int.class)).isEqualTo(i);
		}
	}

	@Test
	void cancellingForgets() throws InterruptedException {
		Socket socket = connect();
		for (int i = 0; i < 10; i++) {
			socket.emitWithAck("q").subscribe().dispose();
		}
		CompletableFuture<Arguments> answer = socket.emitWithAck("last").toFuture();
		KitClient.Event question = await().until(this.clients.get(0)::next, (event) -> event.name().equals("last"));
		this.clients.get(0).acknowledge(question);
		assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join().size()).isZero();
	}

	@Test
	void aBroadcastCollectsAllAnswers() throws InterruptedException {
		connect();
		connect();
		CompletableFuture<List<Arguments>> answers = server.io().emitWithAck("q", "?").toFuture();
		for (int i = 0; i < 2; i++) {
			SocketIoClient client = this.clients.get(i);
			client.acknowledge(client.next(), i);
		}
		List<Arguments> all = answers.orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(all).extracting((one) -> one.get(0, int.class)).containsExactlyInAnyOrder(0, 1);
	}

	@Test
	void aBroadcastToNobodyCompletes() {
		assertThat(server.io().to("nobody").emitWithAck("q").block(WAIT)).isEmpty();
	}

	@Test
	void aBroadcastDoesNotWaitForThoseWhoHaveGone() throws InterruptedException {
		connect();
		connect();
		CompletableFuture<List<Arguments>> answers = server.io().emitWithAck("q").toFuture();
		SocketIoClient staying = this.clients.get(0);
		staying.acknowledge(staying.next(), "here");
		this.clients.get(1).next();
		this.clients.get(1).drop();
		assertThat(answers.orTimeout(20, TimeUnit.SECONDS).join()).singleElement()
			.extracting((one) -> one.get(0, String.class))
			.isEqualTo("here");
	}

	@Test
	void aBroadcastTimesOutWithWhatItHas() throws InterruptedException {
		connect();
		connect();
		CompletableFuture<List<Arguments>> answers = server.io()
			.timeout(Duration.ofSeconds(5))
			.emitWithAck("q")
			.toFuture();
		SocketIoClient good = this.clients.get(0);
		good.acknowledge(good.next(), "in time");
		this.clients.get(1).next();
		good.call("/", "twice");
		server.clock().advance(Duration.ofSeconds(6));
		await().until(answers::isDone);
		assertThatExceptionOfType(AckException.class).isThrownBy(() -> {
			try {
				answers.join();
			}
			catch (java.util.concurrent.CompletionException ex) {
				throw ex.getCause();
			}
		})
			.withMessage("not all clients acknowledged within 5000 ms")
			.satisfies((ex) -> assertThat(ex.answers()).singleElement()
				.extracting((one) -> one.get(0, String.class))
				.isEqualTo("in time"));
	}

	@Test
	void whatCannotBeWrittenFails() throws InterruptedException {
		Socket socket = connect();
		Object unwritable = new Object() {

			@SuppressWarnings("unused")
			public String getValue() {
				throw new IllegalStateException("unwritable");
			}

		};
		for (int i = 0; i < 5; i++) {
			assertThat(socket.emitWithAck("q", unwritable).toFuture()).failsWithin(WAIT);
			assertThat(server.io().emitWithAck("q", unwritable).toFuture()).failsWithin(WAIT);
		}
		CompletableFuture<Arguments> answer = socket.emitWithAck("fine").toFuture();
		this.clients.get(0).acknowledge(this.clients.get(0).next());
		assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join().size()).isZero();
	}

}
