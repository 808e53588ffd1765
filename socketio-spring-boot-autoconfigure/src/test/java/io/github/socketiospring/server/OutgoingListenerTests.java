package io.github.socketiospring.server;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.JacksonException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Listeners of what a socket is sent.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutgoingListenerTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static TestServer server;

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private final AnySocketEventListener listener = (event, arguments) -> this.seen.add(event + arguments.asList());

	private SocketIoClient client;

	private Socket socket;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> io.of("/").onConnection((socket) -> {
			socket.on("ask", (arguments, ack) -> ack.send("answer"));
			SOCKETS.add(socket);
		}));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() throws InterruptedException {
		SOCKETS.clear();
		this.client = new SocketIoClient(new WebSocketWire(server));
		this.client.open();
		this.client.join("/");
		this.socket = next();
		this.client.call("/", "ask");
	}

	@AfterEach
	void disconnect() {
		server.io().disconnectSockets(true);
		await().until(() -> server.io().sockets().isEmpty());
	}

	private static Socket next() throws InterruptedException {
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	@Test
	void seeEachWayOfEmittingOnce() {
		this.socket.onAnyOutgoing(this.listener);
		this.socket.emit("a", 1, "x");
		this.socket.compress(false).emit("b");
		this.socket.volatileEmit("c");
		this.socket.send("d");
		this.socket.emitWithAck("e", 2).subscribe();
		this.socket.volatileEmitWithAck("f").subscribe();
		server.io().emit("g", List.of(3));
		server.io().to(this.socket.id()).volatileEmit("h");
		server.io().emitWithAck("i", 4).subscribe();
		server.io()
			.to(this.socket.id())
			.fetchSockets()
			.map((sockets) -> sockets.get(0))
			.block()
			.sendJson(new int[] { 5 });
		this.socket.emit("end");
		List<String> received = receivedUntilEnd();
		assertThat(this.seen).contains("a[1, \"x\"]", "b[]", "message[\"d\"]", "e[2]", "g[[3]]", "i[4]", "message[[5]]",
				"end[]");
		assertThat(this.seen).extracting((event) -> event.substring(0, event.indexOf('[')))
			.containsExactlyElementsOf(received);
	}

	private List<String> receivedUntilEnd() {
		List<String> received = new java.util.ArrayList<>();
		do {
			received.add(this.client.next().name());
		}
		while (!received.contains("end"));
		return received;
	}

	@Test
	void areToldBeforeTheEventIsQueuedByTheEmittingThread() {
		Thread emitting = Thread.currentThread();
		this.socket.onAnyOutgoing((event, arguments) -> {
			if (event.equals("a")) {
				assertThat(Thread.currentThread()).isSameAs(emitting);
				this.socket.emit("before");
			}
		});
		this.socket.emit("a");
		assertThat(this.client.next().name()).isEqualTo("before");
		assertThat(this.client.next().name()).isEqualTo("a");
	}

	@Test
	void binaryIsBinary() {
		BlockingQueue<Arguments> all = new LinkedBlockingQueue<>();
		this.socket.onAnyOutgoing((event, arguments) -> all.add(arguments));
		this.socket.emit("a", new byte[] { 1, 2 });
		server.io().emit("b", "x", new byte[] { 3 });
		assertThat(all.remove().get(0, byte[].class)).containsExactly(1, 2);
		assertThat(all.remove().get(1, byte[].class)).containsExactly(3);
		assertThat(this.client.next().arguments()).containsExactly(new byte[] { 1, 2 });
	}

	@Test
	void areCalledInOrderAndCanBeRemoved() {
		AnySocketEventListener second = (event, arguments) -> this.seen.add("second");
		AnySocketEventListener first = (event, arguments) -> this.seen.add("first");
		this.socket.offAnyOutgoing(first);
		this.socket.offAnyOutgoing();
		assertThat(this.socket.onAnyOutgoing(second).prependAnyOutgoing(first)).isSameAs(this.socket);
		this.socket.emit("a");
		assertThat(this.seen).containsExactly("first", "second");
		this.socket.onAnyOutgoing(first);
		this.socket.offAnyOutgoing(first);
		this.seen.clear();
		server.io().emit("a");
		assertThat(this.seen).containsExactly("second", "first");
		this.socket.offAnyOutgoing();
		this.seen.clear();
		this.socket.emit("a");
		server.io().emit("a");
		assertThat(this.seen).isEmpty();
	}

	@Test
	void maybeAddedAndRemovedByThemselves() {
		AnySocketEventListener[] once = new AnySocketEventListener[1];
		once[0] = (event, arguments) -> {
			this.seen.add(event);
			this.socket.offAnyOutgoing(once[0]);
			this.socket.onAnyOutgoing(this.listener);
		};
		this.socket.onAnyOutgoing(once[0]);
		this.socket.emit("a");
		this.socket.emit("b");
		assertThat(this.seen).containsExactly("a", "b[]");
	}

	@Test
	void oneThatFailsIsLoggedAndStopsNothing(CapturedOutput output) {
		this.socket.onAnyOutgoing((event, arguments) -> {
			throw new IllegalStateException("boom");
		}).onAnyOutgoing(this.listener);
		assertThat(this.socket.emit("a")).isEqualTo(EmitResult.QUEUED);
		server.io().emit("b");
		assertThat(this.client.next().name()).isEqualTo("a");
		assertThat(this.client.next().name()).isEqualTo("b");
		assertThat(this.seen).containsExactly("a[]", "b[]");
		assertThat(output).contains("A listener of what is sent to Socket[" + this.socket.id() + " in /] failed")
			.contains("boom");
	}

	@Test
	void doNotSeeWhatIsDropped() throws InterruptedException {
		PollingSession.joined(server);
		Socket polling = next();
		polling.onAnyOutgoing(this.listener);
		polling.volatileEmit("a");
		server.io().volatileEmit("b");
		server.io().volatileEmitWithAck("c").subscribe();
		polling.disconnect();
		polling.emit("d");
		assertThat(this.seen).isEmpty();
	}

	@Test
	void doNotSeeAnswers() {
		this.socket.onAnyOutgoing(this.listener);
		assertThat(this.client.call("/", "ask")).containsExactly("answer");
		assertThat(this.seen).isEmpty();
	}

	@Test
	void seeOnlyTheirSocket() throws InterruptedException {
		SocketIoClient other = new SocketIoClient(new WebSocketWire(server));
		other.open();
		other.join("/");
		next().onAnyOutgoing(this.listener);
		this.socket.emit("a");
		this.socket.broadcast().emit("b");
		server.io().except(this.socket.id()).emit("c");
		assertThat(this.client.next().name()).isEqualTo("a");
		assertThat(this.seen).containsExactly("b[]", "c[]");
	}

	@Test
	void whatCannotBeWrittenIsTheEmittersFault() {
		Object unwritable = new Object() {

			@SuppressWarnings("unused")
			public String getValue() {
				throw new IllegalStateException("unwritable");
			}

		};
		this.socket.onAnyOutgoing(this.listener);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.socket.emit("a", unwritable));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> server.io().emit("a", unwritable));
		assertThat(this.seen).isEmpty();
		this.socket.emit("b");
		assertThat(this.client.next().name()).isEqualTo("b");
	}

}
