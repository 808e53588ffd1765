package io.github.socketiospring.server;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketEventListener;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of a socket come and go, even while they run.
 */
class SocketListenerTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> ERRORS = new LinkedBlockingQueue<>();

	private static TestServer server;

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private SocketIoClient client;

	private Socket socket;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.customizer((io) -> io.of("/").onConnection(SOCKETS::add))
			.bean(SocketIOErrorHandler.class, (error) -> ERRORS.add(error.name() + " " + error.event()))
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() throws InterruptedException {
		ERRORS.clear();
		this.client = new SocketIoClient(new WebSocketWire(server));
		this.client.open();
		this.client.join("/");
		this.socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		this.socket.on("end", (arguments, ack) -> ack.send());
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	private SocketEventListener notes(String text) {
		return (arguments, ack) -> this.seen.add(text);
	}

	private AnySocketEventListener notesAny(String text) {
		return (event, arguments) -> {
			if (!event.equals("end")) {
				this.seen.add(text + " " + event);
			}
		};
	}

	/** Emits events and returns what was noted until the last of them was handled. */
	private List<String> emit(String... events) {
		this.seen.clear();
		for (String event : events) {
			this.client.emit("/", event);
		}
		this.socket.off("end").on("end", (arguments, ack) -> ack.send());
		this.client.call("/", "end");
		return this.seen;
	}

	@Test
	void onceIsForOneEvent() {
		this.socket.once("x", notes("once")).on("x", notes("on"));
		assertThat(emit("y", "x", "x", "x")).containsExactly("once", "on", "on", "on");
	}

	@Test
	void onceThatFailsIsGoneTheSame() {
		this.socket.once("x", (arguments, ack) -> {
			this.seen.add("failing");
			throw new IllegalStateException("expected by SocketListenerTests");
		});
		assertThat(emit("x", "x")).containsExactly("failing");
	}

	@Test
	void onceIsGoneBeforeItIsCalled() {
		AtomicReference<SocketEventListener> again = new AtomicReference<>();
		again.set((arguments, ack) -> {
			this.seen.add("once");
			if (this.seen.size() < 3) {
				this.socket.once("x", again.get());
			}
		});
		this.socket.once("x", again.get());
		assertThat(emit("x", "x", "x", "x", "x")).containsExactly("once", "once", "once");
	}

	@Test
	void aListenerIsTakenAwayAlone() {
		SocketEventListener first = notes("first");
		SocketEventListener second = notes("second");
		this.socket.on("x", first).on("x", second).on("y", first);
		this.socket.off("x", first);
		assertThat(emit("x", "y")).containsExactly("second", "first");
		assertThat(this.socket.off("x", first).off("nothing", first).off("x", second)).isSameAs(this.socket);
		assertThat(emit("x", "y")).containsExactly("first");
	}

	@Test
	void ofSeveralTheLastIsTakenAway() {
		SocketEventListener twice = notes("twice");
		this.socket.on("x", twice).on("x", notes("between")).on("x", twice).off("x", twice);
		assertThat(emit("x")).containsExactly("twice", "between");
		this.socket.off("x", twice);
		assertThat(emit("x")).containsExactly("between");
	}

	@Test
	void offTakesAwayWhatWasAddedByOnce() {
		SocketEventListener listener = notes("once");
		this.socket.once("x", listener).once("y", listener).off("x", listener);
		assertThat(emit("x", "y", "y")).containsExactly("once");
	}

	@Test
	void offWithoutANameTakesAwayAllNamedOnes() {
		this.socket.on("x", notes("x")).once("y", notes("y")).onAny(notesAny("any")).use((event) -> {
			if (!event.name().equals("end")) {
				this.seen.add("use " + event.name());
			}
			return Mono.just(event);
		});
		assertThat(this.socket.off()).isSameAs(this.socket);
		assertThat(emit("x", "y")).containsExactly("any x", "use x", "any y", "use y");
	}

	@Test
	void catchAllListenersComeFirstAndInTheirOrder() {
		AnySocketEventListener third = notesAny("third");
		this.socket.on("x", notes("named")).onAny(notesAny("second")).onAny(third).prependAny(notesAny("first"));
		assertThat(emit("x", "y")).containsExactly("first x", "second x", "third x", "named", "first y", "second y",
				"third y");
		assertThat(this.socket.offAny(third).offAny(notesAny("unknown"))).isSameAs(this.socket);
		assertThat(emit("x")).containsExactly("first x", "second x", "named");
		assertThat(this.socket.offAny()).isSameAs(this.socket);
		assertThat(emit("x")).containsExactly("named");
	}

	@Test
	void aListenerMayTakeItselfAway() {
		AtomicReference<SocketEventListener> itself = new AtomicReference<>();
		itself.set((arguments, ack) -> {
			this.seen.add("itself");
			this.socket.off("x", itself.get());
		});
		this.socket.on("x", itself.get()).on("x", notes("other"));
		assertThat(emit("x", "x")).containsExactly("itself", "other", "other");
	}

	@Test
	void anEventIsForTheListenersThereWereWhenItsTurnHadCome() {
		SocketEventListener taken = notes("taken");
		AnySocketEventListener takenAny = notesAny("takenAny");
		this.socket.on("x", (arguments, ack) -> {
			this.seen.add("changes");
			this.socket.off("x", taken).on("x", notes("added")).offAny(takenAny);
		}).on("x", taken);
		this.socket.onAny((event, arguments) -> {
			if (event.equals("x")) {
				this.socket.offAny(takenAny).onAny(notesAny("addedAny"));
			}
		}).onAny(takenAny);
		assertThat(emit("x")).containsExactly("takenAny x", "changes", "taken");
		assertThat(emit("x")).containsExactly("addedAny x", "changes", "added");
	}

	@Test
	void catchAllListenersMayAddAndTakeAwayWhatTheEventIsFor() {
		SocketEventListener taken = notes("taken");
		this.socket.on("x", taken).onAny((event, arguments) -> {
			if (event.equals("x")) {
				this.seen.add("any");
				this.socket.off("x", taken).on("x", notes("added"));
			}
		});
		assertThat(emit("x")).containsExactly("any", "added");
	}

	@Test
	void anEventIsTakenByACatchAllListenerThatTakesItselfAway() {
		AtomicReference<AnySocketEventListener> itself = new AtomicReference<>();
		itself.set((event, arguments) -> {
			this.seen.add("any " + event);
			this.socket.offAny(itself.get());
		});
		this.socket.onAny(itself.get());
		this.client.emit("/", "x");
		this.client.emit("/", "y");
		this.client.call("/", "end");
		assertThat(this.seen).containsExactly("any x");
		assertThat(ERRORS.poll()).isEqualTo("no_such_method y");
		assertThat(ERRORS).isEmpty();
	}

	@Test
	void listenersMayChangeFromManyThreadsWhileEventsAreHandled() throws InterruptedException {
		this.socket.on("x", notes("stays"));
		List<Thread> threads = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int round = 0; round < 500; round++) {
					SocketEventListener listener = (arguments, ack) -> {
					};
					AnySocketEventListener any = (event, arguments) -> {
					};
					this.socket.on("x", listener).once("x", listener).onAny(any).prependAny(any);
					this.socket.off("x", listener).off("x", listener).offAny(any).offAny(any);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (int i = 0; i < 200; i++) {
			this.client.emit("/", "x");
		}
		for (Thread thread : threads) {
			thread.join();
		}
		this.client.call("/", "end");
		assertThat(this.seen).hasSize(200).containsOnly("stays");
		assertThat(emit("x")).containsExactly("stays");
	}

	@Test
	void takingAwayWhatIsNotThereAddsNothing() {
		try (TestServer other = TestServer.start((io) -> io.of("/quiet"));
				SocketIoClient quiet = new SocketIoClient(new WebSocketWire(other))) {
			quiet.open();
			quiet.join("/quiet");
			ServerSocket socket = (ServerSocket) other.io().of("/quiet").sockets().iterator().next();
			socket.off().off("x").off("x", notes("x")).offAny().offAny(notesAny("any"));
			assertThat(socket.listeners()).isNull();
		}
	}

}
