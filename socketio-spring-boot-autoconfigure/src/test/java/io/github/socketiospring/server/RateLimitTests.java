package io.github.socketiospring.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.RateLimitAction;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.event.EventWatcher;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of events beyond a rate limit.
 */
class RateLimitTests {

	private static final Map<String, Object> ERROR = Map.of("name", "rate_limited", "message", "too many events");

	private static final RecordedErrors ERRORS = new RecordedErrors();

	private static final List<String> LIMITED = new CopyOnWriteArrayList<>();

	private static final BlockingQueue<String> GONE = new LinkedBlockingQueue<>();

	private static TestServer server;

	private final List<KitClient> clients = new ArrayList<>();

	/**
	 * A client of each generation.
	 */
	enum Generation {

		MODERN((server) -> new SocketIoClient(new WebSocketWire(server))),

		OLD((server) -> new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""))),

		LEGACY((server) -> new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET));

		private final Function<TestServer, KitClient> client;

		Generation(Function<TestServer, KitClient> client) {
			this.client = client;
		}

	}

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.bean(SocketIOErrorHandler.class, ERRORS)
			.bean(EventWatcher.class, new Limits())
			.configuration(Handlers.class)
			.properties("socketio.rate-limits.per-socket.events=20", "socketio.rate-limits.per-socket.per=10s",
					"socketio.rate-limits.per-socket.action=ignore", "socketio.rate-limits.per-address.events=5",
					"socketio.rate-limits.per-address.per=1s", "socketio.rate-limits.per-address.burst=60",
					"socketio.rate-limits.per-address.action=error", "socketio.rate-limits.per-event[0].event=ignored",
					"socketio.rate-limits.per-event[0].events=2", "socketio.rate-limits.per-event[0].per=4s",
					"socketio.rate-limits.per-event[0].action=ignore", "socketio.rate-limits.per-event[1].event=erring",
					"socketio.rate-limits.per-event[1].events=2", "socketio.rate-limits.per-event[2].event=fatal",
					"socketio.rate-limits.per-event[2].events=2", "socketio.rate-limits.per-event[2].action=disconnect",
					"socketio.rate-limits.per-event[3].event=overridden", "socketio.rate-limits.per-event[3].events=3",
					"socketio.rate-limits.per-event[3].namespace=other")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void clear() {
		this.clients.forEach(KitClient::close);
		await().until(() -> server.io().clientsCount() == 0);
		// All buckets are full again, and none is left of those who have gone.
		letPass(Duration.ofMinutes(1));
		assertThat(addresses()).isZero();
		ERRORS.clear();
		LIMITED.clear();
		GONE.clear();
	}

	private static int addresses() {
		return ((DefaultSocketIOServer) server.io()).addressBuckets().size();
	}

	private static void letPass(Duration duration) {
		TimerWheel timers = server.context().getBean(TimerWheel.class);
		long then = server.clock().getAsLong() + duration.toNanos() - TimerWheel.COARSENESS;
		server.clock().advance(duration);
		// The wheel rests while no timer is set.
		server.context().getBean(TimerWheel.class).advance();
		await().until(() -> timers.coarseNanos() >= then);
	}

	private KitClient open(Generation generation) {
		KitClient client = generation.client.apply(server);
		this.clients.add(client);
		client.open();
		client.join("/");
		return client;
	}

	private SocketIoClient open() {
		return (SocketIoClient) open(Generation.MODERN);
	}

	@ParameterizedTest
	@EnumSource
	void ignoredEventsAreCountedAndThatIsAll(Generation generation) {
		KitClient client = open(generation);
		for (int i = 0; i < 5; i++) {
			client.emit("/", "ignored", i);
		}
		assertThat(client.call("/", "seen")).containsExactly(List.of("ignored 0", "ignored 1"));
		assertThat(LIMITED).hasSize(3).containsOnly("rate-limits.per-event");
		assertThat(ERRORS.isEmpty()).isTrue();
		letPass(Duration.ofSeconds(2));
		client.emit("/", "ignored", 5);
		client.emit("/", "ignored", 6);
		assertThat(client.call("/", "seen")).containsExactly(List.of("ignored 0", "ignored 1", "ignored 5"));
	}

	@ParameterizedTest
	@EnumSource
	void errorsAnswerTheClientEachTimeAndTellTheApplicationOnceInASecond(Generation generation)
			throws InterruptedException {
		KitClient client = open(generation);
		assertThat(client.call("/", "erring", 0)).containsExactly("ok");
		assertThat(client.call("/", "erring", 1)).containsExactly("ok");
		for (int i = 0; i < 3; i++) {
			assertThat(client.call("/", "erring", 2)).containsExactly(ERROR);
		}
		client.emit("/", "erring", 2);
		if (generation == Generation.LEGACY) {
			assertThat(client.next().arguments()).containsExactly("rate_limited", "too many events");
		}
		assertThat(client.call("/", "seen")).containsExactly(List.of("erring 0", "erring 1"));
		SocketIOError error = ERRORS.next(SocketIOError.Name.RATE_LIMITED);
		assertThat(error.event()).isEqualTo("erring");
		assertThat(error.socket()).isNotNull();
		assertThat(ERRORS.isEmpty()).isTrue();
		assertThat(LIMITED).hasSize(4);
		assertThat(client.waiting()).isZero();

		letPass(Duration.ofMillis(1_010));
		assertThat(client.call("/", "erring", 3)).containsExactly("ok");
		assertThat(client.call("/", "erring", 4)).containsExactly("ok");
		assertThat(client.call("/", "erring", 5)).containsExactly(ERROR);
		ERRORS.next(SocketIOError.Name.RATE_LIMITED);
	}

	@ParameterizedTest
	@EnumSource
	void whoIsDisconnectedIsToldSoAndOthersStay(Generation generation) throws InterruptedException {
		KitClient other = open();
		KitClient client = open(generation);
		client.emit("/", "fatal", 0);
		client.emit("/", "fatal", 1);
		client.emit("/", "fatal", 2);
		emitUnlessClosed(client, 3);
		client.awaitLeft("/");
		client.awaitEnd();
		assertThat(GONE.poll(20, TimeUnit.SECONDS))
			.isEqualTo("[fatal 0, fatal 1], SERVER_NAMESPACE_DISCONNECT: more events than the client may send");
		assertThat(LIMITED).containsExactly("rate-limits.per-event");
		ERRORS.next(SocketIOError.Name.RATE_LIMITED);
		assertThat(other.call("/", "erring", 0)).containsExactly("ok");
		assertThat(GONE).isEmpty();
	}

	/** The server may have been quicker. */
	private static void emitUnlessClosed(KitClient client, int argument) {
		try {
			client.emit("/", "ignored", argument);
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasRootCauseInstanceOf(IOException.class);
		}
	}

	@Test
	void theOthersKeepTheirOrder() {
		SocketIoClient client = open();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			String event = (i % 2 == 0) ? "ignored" : "other";
			client.emit("/", event, i);
			if (event.equals("other") || i < 4) {
				expected.add(event + " " + i);
			}
		}
		assertThat(client.call("/", "seen")).containsExactly(expected);
	}

	@Test
	void allEventsOfASocketCountTheDroppedOnesToo() {
		SocketIoClient client = open();
		for (int i = 0; i < 19; i++) {
			client.emit("/", "ignored", i);
		}
		assertThat(client.call("/", "seen")).containsExactly(List.of("ignored 0", "ignored 1"));
		client.emit("/", "seen");
		client.emit("/", "nobody-handles-it");
		await().until(() -> LIMITED.size() == 19);
		assertThat(LIMITED.subList(0, 17)).containsOnly("rate-limits.per-event");
		assertThat(LIMITED.subList(17, 19)).containsOnly("rate-limits.per-socket");
		assertThat(ERRORS.isEmpty()).isTrue();
		letPass(Duration.ofSeconds(1));
		assertThat(client.call("/", "seen")).hasSize(1);
	}

	@Test
	void eachPacketOfAPayloadCountsButNoAcknowledgement() {
		SocketIoClient client = new SocketIoClient(new PollingWire(server));
		this.clients.add(client);
		client.open();
		client.join("/");
		Object[] frames = new Object[30];
		Arrays.fill(frames, "42[\"other\",1]");
		client.send(frames);
		await().until(() -> LIMITED.size() == 10);
		for (int i = 0; i < 30; i++) {
			client.send("430[]");
			client.send("3");
		}
		letPass(Duration.ofSeconds(1));
		assertThat(client.call("/", "seen").get(0)).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(20);
		assertThat(LIMITED).hasSize(10);
	}

	@Test
	void connectionsOfOneAddressShareItsBucket() {
		for (int i = 0; i < 3; i++) {
			SocketIoClient client = open();
			for (int j = 0; j < 20; j++) {
				client.emit("/", "other", j);
			}
		}
		await().until(() -> server.io().of("/").sockets().stream().mapToInt(RateLimitTests::seen).sum() == 60);
		SocketIoClient late = open();
		assertThat(late.call("/", "seen")).containsExactly(ERROR);
		assertThat(LIMITED).containsExactly("rate-limits.per-address");
		late.close();
		await().until(() -> server.io().clientsCount() == 3);
		assertThat(open().call("/", "seen")).containsExactly(ERROR);
		assertThat(addresses()).isEqualTo(1);
		letPass(Duration.ofMillis(210));
		assertThat(open().call("/", "seen")).hasSize(1).doesNotContain(ERROR);
	}

	private static int seen(Socket socket) {
		return Echo.seen(socket).size();
	}

	@Test
	void whoComesBackToANamespaceGetsNoFreshBuckets() {
		SocketIoClient client = open();
		client.join("/other");
		for (int i = 0; i < 3; i++) {
			assertThat(client.call("/other", "overridden")).containsExactly("ok");
		}
		client.leave("/other");
		await().until(() -> server.io().of("/other").sockets().isEmpty());
		client.send("40/other,");
		await().until(() -> server.io().of("/other").sockets().size() == 1);
		assertThat(client.call("/other", "overridden")).containsExactly(ERROR);
	}

	@Test
	void whoHasBeenInManyNamespacesGetsNoFreshBucketsEither() {
		SocketIoClient client = open();
		client.join("/tenant-first");
		assertThat(client.call("/tenant-first", "once")).containsExactly("ok");
		client.leave("/tenant-first");
		assertThat(visitTenants(client, 0, 150)).isEqualTo(99);
		client.join("/tenant-first");
		assertThat(client.call("/tenant-first", "once")).containsExactly(ERROR);
	}

	/** Else it would get fresh buckets, or the server would keep ever more of them. */
	@Test
	void whoHasLeftManyNamespacesWaitsUntilABucketIsFull() {
		SocketIoClient client = open();
		assertThat(visitTenants(client, 0, 110)).isEqualTo(100);
		assertThat(LIMITED.stream().filter("max-namespaces-per-connection"::equals)).hasSize(10);
		letPass(Duration.ofSeconds(31));
		assertThat(visitTenants(client, 110, 220)).isEqualTo(100);
	}

	/** Returns how many it may join. */
	private static int visitTenants(SocketIoClient client, int from, int to) {
		int joined = 0;
		for (int i = from; i < to; i++) {
			String namespace = "/tenant-" + i;
			try {
				client.join(namespace);
			}
			catch (SocketIoClient.RefusedException ex) {
				assertThat(ex).hasMessageContaining("Too many namespaces");
				continue;
			}
			client.emit(namespace, "once");
			client.leave(namespace);
			joined++;
		}
		return joined;
	}

	@Test
	void theAnnotationOfAMethodGoesBeforeThatOfItsClass() {
		SocketIoClient client = open();
		client.join("/other");
		assertThat(client.call("/other", "own")).containsExactly("ok");
		assertThat(client.call("/other", "own")).containsExactly("ok");
		assertThat(client.call("/other", "own")).containsExactly(ERROR);
		assertThat(client.call("/other", "plain")).containsExactly("ok");
		assertThat(client.call("/other", "plain")).containsExactly(ERROR);
		assertThat(client.call("/other", "whatever")).containsExactly("ok");
		assertThat(client.call("/other", "anything")).as("all that this method handles").containsExactly(ERROR);
	}

	@Test
	void theConfigurationGoesBeforeTheAnnotation() {
		SocketIoClient client = open();
		client.join("/other");
		for (int i = 0; i < 3; i++) {
			assertThat(client.call("/other", "overridden")).containsExactly("ok");
		}
		assertThat(client.call("/other", "overridden")).containsExactly(ERROR);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Echo.class, Annotated.class, Tenants.class })
	static class Handlers {

	}

	@SocketIONamespace
	static class Echo {

		@SuppressWarnings("unchecked")
		static List<String> seen(Socket socket) {
			return (List<String>) socket.data().computeIfAbsent("seen", (key) -> new CopyOnWriteArrayList<>());
		}

		@OnEvent("ignored")
		void ignored(Socket socket, int number) {
			seen(socket).add("ignored " + number);
		}

		@OnEvent("erring")
		String erring(Socket socket, int number) {
			seen(socket).add("erring " + number);
			return "ok";
		}

		@OnEvent("fatal")
		void fatal(Socket socket, int number) {
			seen(socket).add("fatal " + number);
		}

		@OnEvent("other")
		void other(Socket socket, int number) {
			seen(socket).add("other " + number);
		}

		@OnEvent("seen")
		List<String> all(Socket socket) {
			return seen(socket);
		}

		@OnDisconnect
		void gone(Socket socket, DisconnectReason reason, String description) {
			if (reason == DisconnectReason.SERVER_NAMESPACE_DISCONNECT) {
				GONE.add(seen(socket) + ", " + reason.name() + ": " + description);
			}
		}

	}

	@SocketIONamespace("/other")
	@RateLimit(events = 1, per = "${per:30s}")
	static class Annotated {

		@OnEvent(value = "plain", execution = Execution.EVENT_LOOP)
		String plain() {
			return "ok";
		}

		@OnEvent("own")
		@RateLimit(events = 1, per = "30s", burst = 2, action = RateLimitAction.ERROR)
		String own() {
			return "ok";
		}

		@OnEvent("overridden")
		@RateLimit(events = 1, action = RateLimitAction.DISCONNECT)
		String overridden() {
			return "ok";
		}

		@OnEvent("*")
		String others() {
			return "ok";
		}

	}

	@SocketIONamespace("/tenant-{id}")
	@RateLimit(events = 1, per = "30s")
	static class Tenants {

		@OnEvent("once")
		String once() {
			return "ok";
		}

	}

	/**
	 * Writes down which limits are reached.
	 */
	private static final class Limits implements EventWatcher {

		@Override
		public NamespaceWatch namespace(String name) {
			return NamespaceWatch.NONE;
		}

		@Override
		public void limited(String limit) {
			LIMITED.add(limit);
		}

	}

}
