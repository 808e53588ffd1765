package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.server.event.AckWatch;
import io.github.socketiospring.server.event.Arrival;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventFailedException;
import io.github.socketiospring.server.event.EventTarget;
import io.github.socketiospring.server.event.EventWatch;
import io.github.socketiospring.server.event.EventWatcher;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.github.socketiospring.testkit.JoinedSockets;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What those learn who look at events.
 */
class EventWatcherTests {

	private static final JoinedSockets SOCKETS = new JoinedSockets();

	private static final Recorder OUTER = new Recorder("outer");

	private static final Recorder INNER = new Recorder("inner");

	private static TestServer server;

	private SocketIoClient client;

	private Socket socket;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.bean(EventWatcher.class, OUTER)
			.bean(EventWatcher.class, INNER)
			.configuration(Handlers.class)
			.customizer((io) -> {
				SOCKETS.of(io, "/", "/tenant-{id}", "/many");
				SOCKETS.listening(io, "/listening");
				io.of("/refusing").use((socket) -> Mono.error(new ConnectRefusedException("no")));
			})
			.properties("socketio.limits.max-rooms-per-socket=2", "socketio.limits.max-pending-acks=1",
					"socketio.limits.max-namespaces-per-connection=2")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() throws InterruptedException {
		this.client = new SocketIoClient(new WebSocketWire(server));
		this.client.open();
		this.socket = join("/");
		await().until(() -> OUTER.seen("/", "connect ended"));
		OUTER.clear();
		INNER.clear();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
		await().until(() -> server.io().of("/").sockets().isEmpty());
	}

	private Socket join(String namespace) throws InterruptedException {
		return SOCKETS.join(this.client, namespace);
	}

	@Test
	void standAroundAHandlerInTheirOrder() {
		assertThat(this.client.call("/", "plain", "x")).containsExactly("x");

		await().until(() -> OUTER.calls.size() == 4);
		assertThat(OUTER.calls).containsExactly("outer begins", "inner begins", "inner ends", "outer ends");
		assertThat(OUTER.of("/")).startsWith("plain arrived", "plain begun with an arrival", "plain ended");
	}

	@Test
	void seeTheEndOfAReactiveHandler() {
		assertThat(this.client.call("/", "reactive")).containsExactly("later");

		await().until(() -> OUTER.seen("/", "reactive completed"));
	}

	@Test
	void seeWhatTheBeansExceptionHandlerTakesToo() {
		assertThat(this.client.call("/", "failing")).containsExactly("told");

		await().until(() -> OUTER.seen("/", "failing failed with IllegalStateException"));
		assertThat(OUTER.errors).isEmpty();
	}

	@Test
	void standAroundListeners() throws InterruptedException {
		join("/listening");
		assertThat(this.client.call("/listening", "heard")).containsExactly("ok");

		await().until(() -> OUTER.seen("/listening", "heard ended"));
		assertThat(OUTER.of("/listening")).contains("heard arrived", "heard begun");
	}

	@Test
	void takeAFamilyAsOneNamespace() throws InterruptedException {
		join("/tenant-7");
		await().until(() -> OUTER.seen("/tenant-{id}", "joined"));
		assertThat(OUTER.namespaces).doesNotContainKey("/tenant-7");
	}

	@Test
	void learnOfEventsThatNobodyTakes() {
		this.client.emit("/", "stray");

		await().until(() -> OUTER.errors.contains("NO_SUCH_METHOD"));
		assertThat(OUTER.of("/")).doesNotContain("stray arrived");
	}

	@Test
	void learnWhatIsEmitted() throws InterruptedException {
		this.socket.emit("news", 1);
		server.io().of("/").emit("all", 2);
		server.io().of("/").to("nobody").emit("none", 3);

		assertThat(this.client.next().name()).isEqualTo("news");
		assertThat(this.client.next().name()).isEqualTo("all");
		await().until(() -> OUTER.seen("/", "emitted all to 1"));
		assertThat(OUTER.of("/")).contains("emitted news to 1").noneMatch((line) -> line.contains("none"));
	}

	@Test
	void learnHowTheWaitForAnAnswerEnds() {
		Mono<String> answered = this.socket.emitWithAck("question").map((arguments) -> arguments.get(0, String.class));
		var answer = answered.toFuture();
		this.client.acknowledge(this.client.next(), "yes");
		assertThat(answer.join()).isEqualTo("yes");
		assertThat(OUTER.of("/")).contains("asked question", "question answered");

		var late = this.socket.timeout(Duration.ofSeconds(1)).emitWithAck("late").toFuture();
		this.client.next();
		server.clock().advance(Duration.ofSeconds(2));
		await().until(late::isCompletedExceptionally);
		assertThat(OUTER.of("/")).contains("late ended with AckException");

		this.socket.emitWithAck("dropped").subscribe().dispose();
		assertThat(OUTER.of("/")).contains("dropped ended with CancellationException");
	}

	@Test
	void learnHowTheWaitForManyAnswersEnds() {
		var answers = server.io().of("/").timeout(Duration.ofSeconds(1)).emitWithAck("all-asked").toFuture();
		this.client.acknowledge(this.client.next(), "yes");
		assertThat(answers.join()).hasSize(1);
		assertThat(OUTER.of("/")).contains("asked all-asked", "emitted all-asked to 1", "all-asked answered");

		var late = server.io().of("/").timeout(Duration.ofSeconds(1)).emitWithAckStream("all-late").collectList();
		var missing = late.toFuture();
		this.client.next();
		server.clock().advance(Duration.ofSeconds(2));
		await().until(missing::isCompletedExceptionally);
		assertThat(OUTER.of("/")).contains("all-late ended with AckException");
	}

	@Test
	void learnOfComingAndGoing() throws InterruptedException {
		join("/listening");
		await().until(() -> OUTER.seen("/listening", "joined"));
		this.client.leave("/listening");
		await().until(() -> OUTER.seen("/listening", "left: CLIENT_NAMESPACE_DISCONNECT"));

		this.client.send("40/refusing,");
		await().until(() -> OUTER.seen("/refusing", "refused"));
		assertThat(OUTER.of("/refusing")).doesNotContain("joined");
	}

	@Test
	void learnOfLimits() {
		try {
			this.socket.join("1", "2", "3");
		}
		catch (IllegalStateException ex) {
			// It is told so, too.
		}
		this.socket.emitWithAck("one").subscribe((arguments) -> {
		}, (ex) -> {
		});
		this.socket.emitWithAck("two").subscribe((arguments) -> {
		}, (ex) -> {
		});
		assertThat(OUTER.limits).containsExactly("max-rooms-per-socket", "max-pending-acks");
	}

	@Test
	void keepANumberOfNamesApart() throws InterruptedException {
		Socket listening = join("/many");
		for (int i = 0; i < 300; i++) {
			String name = "name-" + i;
			listening.on(name, (arguments, ack) -> ack.send(name));
			assertThat(this.client.call("/many", name)).containsExactly(name);
		}
		assertThat(OUTER.of("/many")).contains("name-10 arrived", "other arrived").doesNotContain("name-299 arrived");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Echo.class)
	static class Handlers {

	}

	@SocketIONamespace
	static class Echo {

		@OnConnect
		void connected() {
		}

		@OnEvent("plain")
		String plain(String value) {
			return value;
		}

		@OnEvent("reactive")
		Mono<String> reactive() {
			return Mono.delay(Duration.ofMillis(1)).thenReturn("later");
		}

		@OnEvent("failing")
		void failing() {
			throw new IllegalStateException("expected");
		}

		@OnEventException
		String failed(IllegalStateException exception) {
			return "told";
		}

	}

	/**
	 * Writes down all it learns.
	 */
	private static final class Recorder implements EventWatcher {

		private static final List<String> SHARED = new CopyOnWriteArrayList<>();

		private final String name;

		final List<String> calls = SHARED;

		final List<String> errors = new CopyOnWriteArrayList<>();

		final List<String> limits = new CopyOnWriteArrayList<>();

		final Map<String, List<String>> namespaces = new ConcurrentHashMap<>();

		Recorder(String name) {
			this.name = name;
		}

		void clear() {
			this.calls.clear();
			this.errors.clear();
			this.limits.clear();
			this.namespaces.values().forEach(List::clear);
		}

		List<String> of(String namespace) {
			return this.namespaces.get(namespace);
		}

		boolean seen(String namespace, String line) {
			List<String> all = of(namespace);
			return all != null && all.contains(line);
		}

		@Override
		public void reported(SocketIOError error) {
			this.errors.add(error.name().name());
		}

		@Override
		public void limited(String limit) {
			this.limits.add(limit);
		}

		@Override
		public NamespaceWatch namespace(String namespace) {
			List<String> lines = new CopyOnWriteArrayList<>();
			assertThat(this.namespaces.put(namespace, lines)).isNull();
			return new NamespaceWatch() {

				@Override
				public EventWatch event(String event) {
					return Recorder.this.watch(event, lines);
				}

				@Override
				public void emitted(String event, int receivers) {
					lines.add("emitted " + event + " to " + receivers);
				}

				@Override
				public AckWatch asked(String event, ContextView context) {
					lines.add("asked " + event);
					return (exception) -> lines.add(event + ((exception != null)
							? " ended with " + exception.getClass().getSimpleName() : " answered"));
				}

				@Override
				public void joined() {
					lines.add("joined");
				}

				@Override
				public void left(DisconnectReason reason) {
					lines.add("left: " + reason.name());
				}

				@Override
				public void refused() {
					lines.add("refused");
				}

			};
		}

		private EventWatch watch(String event, List<String> lines) {
			String name = this.name;
			return new EventWatch() {

				@Override
				public Arrival arrived() {
					lines.add(event + " arrived");
					return name.equals("inner") ? new Arrival(1, 1) : null;
				}

				@Override
				public Publisher<?> call(EventCall call, EventTarget target) throws Throwable {
					SHARED.add(name + " begins");
					lines.add(event + " begun" + ((call.arrival() != null) ? " with an arrival" : ""));
					try {
						Publisher<?> result = target.handle(call);
						SHARED.add(name + " ends");
						if (result == null) {
							lines.add(event + " ended");
							return null;
						}
						return Mono.fromDirect(result).doFinally((signal) -> lines.add(event + " completed"));
					}
					catch (Throwable ex) {
						lines.add(event + " failed with " + EventFailedException.cause(ex).getClass().getSimpleName());
						throw ex;
					}
				}

			};
		}

	}

}
