package io.github.socketiospring.observation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventWatch;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.JoinedSockets;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What the logging context says while handlers run.
 */
class MdcWatcherTests {

	private static final JoinedSockets SOCKETS = new JoinedSockets();

	private static TestServer server;

	@BeforeAll
	static void startShared() {
		server = start("spring.reactor.context-propagation=auto");
	}

	private static TestServer start(String... properties) {
		return TestServer.builder().configuration(Handlers.class).customizer((io) -> {
			io.of("/").onConnection((socket) -> socket.on("heard", (arguments, ack) -> {
				throw new IllegalStateException("expected");
			}));
			SOCKETS.of(io, "/");
			io.of("/tenant-{id}")
				.onConnection((socket) -> socket.onAny((event, arguments) -> socket.emit("seen", mdc())));
		}).properties("socketio.handlers.mdc=true").properties(properties).start();
	}

	@AfterAll
	static void stop() {
		server.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@BeforeEach
	@AfterEach
	void clear() {
		SOCKETS.clear();
		MDC.clear();
	}

	private static Map<String, String> mdc() {
		Map<String, String> own = new TreeMap<>();
		for (String key : List.of("socketio.socket", "socketio.namespace", "socketio.event")) {
			String value = MDC.get(key);
			if (value != null) {
				own.put(key, value);
			}
		}
		return own;
	}

	private static Map<String, String> expected(String socket, String namespace, String event) {
		return Map.of("socketio.socket", socket, "socketio.namespace", namespace, "socketio.event", event);
	}

	private static void handlersKnowTheirEvent(TestServer server) throws InterruptedException {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		try {
			client.open();
			client.join("/");
			String id = SOCKETS.next().id();
			for (String event : List.of("plain", "onTheEventLoop", "reactive")) {
				assertThat(client.call("/", event)).containsExactly(expected(id, "/", event));
			}
		}
		finally {
			client.close();
		}
	}

	@Test
	void handlersKnowTheirEvent() throws InterruptedException {
		handlersKnowTheirEvent(server);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersOnVirtualThreadsKnowTheirEvent() throws InterruptedException {
		try (TestServer other = start("spring.threads.virtual.enabled=true")) {
			handlersKnowTheirEvent(other);
		}
	}

	@Test
	void whatAReactiveHandlerUsesKnowsItOnOtherThreads() throws InterruptedException {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		try {
			client.open();
			client.join("/");
			String id = SOCKETS.next().id();
			assertThat(client.call("/", "elsewhere")).containsExactly(expected(id, "/", "elsewhere"));
			// On the thread that was lent to it.
			assertThat(Mono.fromCallable(MdcWatcherTests::mdc).subscribeOn(Schedulers.single()).block()).isEmpty();
		}
		finally {
			client.close();
		}
	}

	@Test
	void whatIsLoggedOfAFailureKnowsItToo() throws InterruptedException {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		try (LoggedFailures failures = new LoggedFailures()) {
			client.open();
			client.join("/");
			String id = SOCKETS.next().id();
			for (String event : List.of("failing", "failingOnTheEventLoop", "failingElsewhere", "failingTwice",
					"heard")) {
				client.emit("/", event);
				assertThat(failures.contextOf(event)).containsAllEntriesOf(expected(id, "/", event));
			}
			client.call("/", "plain");
			failures.assertNoMore();
		}
		finally {
			client.close();
		}
	}

	@Test
	void jobsKnowTheirSocketAndSoDoesWhatIsLoggedOfTheirFailures() throws Exception {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		try (LoggedFailures failures = new LoggedFailures()) {
			client.open();
			client.join("/");
			Socket socket = SOCKETS.next();
			Map<String, String> expected = expected(socket.id(), "/", "job");
			BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();
			socket.spawn(() -> {
				seen.add(mdc());
				throw new IllegalStateException("expected");
			});
			assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
			assertThat(failures.contextOf("job")).containsAllEntriesOf(expected);

			socket.spawn(Mono.fromRunnable(() -> seen.add(mdc()))
				.subscribeOn(Schedulers.single())
				.then(Mono.error(new IllegalStateException("expected"))));
			assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
			assertThat(failures.contextOf("job")).containsAllEntriesOf(expected);
			client.call("/", "plain");
			failures.assertNoMore();
		}
		finally {
			client.close();
		}
	}

	@Test
	void namesThatClientsMakeUpAreFitForLogs() throws InterruptedException {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		try {
			client.open();
			client.join("/");
			String id = SOCKETS.next().id();
			assertThat(client.call("/", "a\nb" + "x".repeat(100)))
				.containsExactly(expected(id, "/", "a?b" + "x".repeat(97) + "…"));

			String member = client.join("/tenant-a", null);
			client.emit("/tenant-a", "c\u2028d");
			assertThat(client.next().arguments()).hasToString("["
					+ new TreeMap<>(expected(member.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1"), "/tenant-a", "c?d"))
					+ "]");
		}
		finally {
			client.close();
		}
	}

	@Test
	void aSecretOfTheClientIsNotShown() throws InterruptedException {
		KitClient old = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""));
		try {
			old.open();
			Socket socket = SOCKETS.next();
			Object shown = old.call("/", "plain").get(0);
			assertThat(shown).hasToString(shown.toString()).asString().doesNotContain(socket.id());
			assertThat(shown).asString().contains("socketio.socket=");
		}
		finally {
			old.close();
		}
	}

	@Test
	void whatWasThereBeforeIsThereAfterwards() throws Throwable {
		Namespace namespace = mock();
		given(namespace.name()).willReturn("/n");
		Socket socket = mock();
		given(socket.id()).willReturn("id");
		given(socket.namespace()).willReturn(namespace);
		EventCall call = new EventCall(socket, "event", null, (Arguments) null, mock(Ack.class));
		EventWatch watch = new MdcWatcher().namespace("/n").event("event");
		assertThat(watch).isNotNull();

		assertThat(watch.call(call, (inner) -> {
			assertThat(mdc()).isEqualTo(expected("id", "/n", "event"));
			return null;
		})).isNull();
		assertThat(mdc()).isEmpty();

		MDC.put("other", "stays");
		MdcValues before = new MdcValues("s", "n", "e");
		MdcValues.replace(before);
		assertThatIllegalStateException().isThrownBy(() -> watch.call(call, (inner) -> {
			throw new IllegalStateException();
		}));
		assertThat(MdcValues.current()).isEqualTo(before);
		assertThat(MDC.get("other")).isEqualTo("stays");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Handlers {

	}

	@SocketIONamespace
	static class Controller {

		@OnEvent("plain")
		Map<String, String> plain() {
			return mdc();
		}

		@OnEvent(value = "onTheEventLoop", execution = Execution.EVENT_LOOP)
		Map<String, String> onTheEventLoop() {
			return mdc();
		}

		@OnEvent("reactive")
		Mono<Map<String, String>> reactive() {
			return Mono.just(mdc());
		}

		@OnEvent("elsewhere")
		Mono<Map<String, String>> elsewhere() {
			return Mono.just(1).publishOn(Schedulers.single()).map((value) -> mdc());
		}

		@OnEvent("failing")
		void failing() {
			throw new IllegalStateException("expected");
		}

		@OnEvent(value = "failingOnTheEventLoop", execution = Execution.EVENT_LOOP)
		void failingOnTheEventLoop() {
			failing();
		}

		@OnEvent("failingElsewhere")
		Mono<Void> failingElsewhere() {
			return Mono.just(1).publishOn(Schedulers.single()).then(Mono.error(new IllegalStateException("expected")));
		}

		@OnEvent("failingTwice")
		void failingTwice() {
			throw new UnsupportedOperationException("expected");
		}

		@OnEventException
		Mono<Void> failed(UnsupportedOperationException exception) {
			return failingElsewhere();
		}

		@OnEvent("*")
		Map<String, String> any() {
			return mdc();
		}

	}

}
