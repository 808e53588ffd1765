package io.github.socketiospring.server;

import java.security.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Departure;
import io.github.socketiospring.adapter.Entrance;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.ReturningSocket;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Clients that lose their connection and come back.
 */
class RecoveryTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final BlockingQueue<Socket> CONNECTED = new LinkedBlockingQueue<>();

	/** Why each socket has gone. */
	private static final Map<Socket, CompletableFuture<DisconnectReason>> GONE = new ConcurrentHashMap<>();

	private static final BlockingQueue<Socket> ASKED = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true",
					"socketio.connection-state-recovery.max-events=1000", "socketio.max-buffered-bytes=100000B")
			.bean(WebFilter.class, (exchange, chain) -> {
				String user = exchange.getRequest().getQueryParams().getFirst("user");
				return chain.filter((user == null) ? exchange
						: exchange.mutate().principal(Mono.<Principal>just(() -> user)).build());
			})
			.customizer((io) -> {
				for (String name : List.of("/", "/other")) {
					io.of(name).use((socket) -> {
						ASKED.add(socket);
						return Mono.empty();
					}).onConnection((socket) -> {
						watch(socket);
						socket.on("sync", (arguments, ack) -> ack.send());
						CONNECTED.add(socket);
					});
				}
			})
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		CONNECTED.clear();
		GONE.clear();
		ASKED.clear();
	}

	/**
	 * A client that has joined a namespace.
	 *
	 * @param client the client
	 * @param answer what it was told
	 * @param socket its socket
	 */
	private record Member(SocketIoClient client, JsonNode answer, Socket socket) {

		String privateId() {
			return this.answer.path("pid").asString("");
		}

		/** Emits an event to this client, and returns the offset that it receives. */
		String offset() {
			this.socket.emit("mark");
			return last(nextOf(this.client, "mark"));
		}

		String auth(String offset) {
			return JSON.writeValueAsString(Map.of("pid", privateId(), "offset", offset));
		}

	}

	private static KitClient.Event nextOf(KitClient client, String name) {
		KitClient.Event event = client.next();
		assertThat(event.name()).isEqualTo(name);
		return event;
	}

	private static String last(KitClient.Event event) {
		return (String) event.arguments().get(event.arguments().size() - 1);
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

	private static Member join(TestServer at, Wire wire, String namespace, @Nullable String auth) {
		SocketIoClient client = new SocketIoClient(wire);
		client.open();
		JsonNode answer = JSON.readTree(client.join(namespace, auth));
		return new Member(client, answer, takeConnected(answer));
	}

	private static Member join(@Nullable String auth) {
		return join(server, new WebSocketWire(server), "/", auth);
	}

	private static void watch(Socket socket) {
		CompletableFuture<DisconnectReason> gone = new CompletableFuture<>();
		GONE.put(socket, gone);
		socket.onDisconnect((reason, description) -> gone.complete(reason));
	}

	/** Waits until the server knows that a socket has gone. */
	private static DisconnectReason awaitGone(Socket socket) {
		return GONE.get(socket).orTimeout(20, TimeUnit.SECONDS).join();
	}

	/** Cuts the connection, and waits until the server knows. */
	private static void lose(Member member) {
		member.client().drop();
		awaitGone(member.socket());
	}

	/** Waits until the server knows that a client has joined. */
	private static Socket takeConnected(JsonNode answer) {
		Socket socket = take(CONNECTED);
		while (!socket.id().equals(answer.path("sid").asString(""))) {
			// Another test's.
			socket = take(CONNECTED);
		}
		return socket;
	}

	private static void assertAnew(Member before, String auth) {
		try (SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			client.open();
			JsonNode answer = JSON.readTree(client.join("/", auth));
			Socket socket = takeConnected(answer);
			assertThat(answer.path("sid").asString()).isNotEqualTo(before.socket().id()).hasSize(20);
			assertThat(answer.path("pid").asString()).isNotEqualTo(before.privateId()).hasSize(20);
			assertThat(socket.recovered()).isFalse();
			assertThat(socket.rooms()).containsExactly(socket.id());
			assertThat(socket.data()).isEmpty();
			socket.emit("end");
			nextOf(client, "end");
		}
	}

	static Stream<String> transports() {
		return Stream.of("websocket", "polling");
	}

	private static Wire wire(String transport) {
		return transport.equals("polling") ? new PollingWire(server) : new WebSocketWire(server);
	}

	@ParameterizedTest
	@MethodSource("transports")
	void getsItsSocketBackAndWhatItHasMissed(String transport) {
		Member before = join(server, wire(transport), "/", null);
		Socket socket = before.socket();
		assertThat(before.privateId()).hasSize(20).isNotEqualTo(socket.id());
		assertThat(socket.recovered()).isFalse();
		socket.join("room", "left");
		socket.leave("left");
		List<Object> value = new ArrayList<>();
		socket.data().put("value", value);
		String offset = before.offset();
		lose(before);
		assertThat(socket.isConnected()).isFalse();

		byte[] bytes = { 1, 2, 3 };
		server.io().emit("all", 1);
		server.io().to("room").emit("room", Map.of("bytes", bytes), "text");
		server.io().to("left", "elsewhere").emit("elsewhere");
		server.io().except("room").emit("excepted");
		server.io().of("/other").emit("other namespace");
		server.io().volatileEmit("volatile");
		socket.emit("to itself", "x");
		server.io().to(socket.id(), "room").emit("once");
		server.io().local().emit("local");

		Member after = join(server, wire(transport), "/", before.auth(offset));
		assertThat(after.answer()).isEqualTo(before.answer());
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().id()).isEqualTo(socket.id());
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(socket.id(), "room");
		assertThat(after.socket().data().get("value")).isSameAs(value);
		assertThat(server.io().of("/").socket(socket.id())).isSameAs(after.socket());
		server.io().emit("live");
		SocketIoClient client = after.client();
		assertThat(nextOf(client, "all").arguments()).hasSize(2).first().isEqualTo(1);
		KitClient.Event binary = nextOf(client, "room");
		assertThat(binary.arguments()).hasSize(3);
		assertThat(((Map<?, ?>) binary.arguments().get(0)).get("bytes")).isEqualTo(bytes);
		assertThat(binary.arguments().get(1)).isEqualTo("text");
		assertThat(nextOf(client, "to itself").arguments()).hasSize(2).first().isEqualTo("x");
		nextOf(client, "once");
		nextOf(client, "local");
		nextOf(client, "live");
		after.client().close();
	}

	@Test
	void whatWasMissedComesBeforeTheAnswer() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		before.socket().emit("missed", 1);
		try (RawWebSocket raw = RawWebSocket.open(server)) {
			raw.text("40" + before.auth(offset));
			assertThat(raw.read().text()).startsWith("42[\"missed\",1,\"");
			assertThat(raw.read().text()).isEqualTo("40" + JSON.writeValueAsString(before.answer()));
		}
	}

	@Test
	void whatWasSentButNotReceivedIsSentAgain() {
		Member before = join(null);
		String offset = before.offset();
		server.io().emit("first");
		String first = last(nextOf(before.client(), "first"));
		server.io().emit("second");
		nextOf(before.client(), "second");
		lose(before);
		Member after = join(before.auth(offset));
		nextOf(after.client(), "first");
		nextOf(after.client(), "second");
		lose(after);
		Member again = join(before.auth(first));
		nextOf(again.client(), "second");
		again.socket().emit("end");
		nextOf(again.client(), "end");
		again.client().close();
	}

	@Test
	void canBeLostAgainAndAgain() {
		Member member = join(null);
		String offset = member.offset();
		for (int i = 0; i < 5; i++) {
			lose(member);
			server.io().emit("missed", i);
			member = join(member.auth(offset));
			assertThat(member.socket().recovered()).isTrue();
			KitClient.Event missed = nextOf(member.client(), "missed");
			assertThat(missed.argument()).isEqualTo(i);
			offset = last(missed);
		}
		member.client().close();
	}

	@Test
	void handlersAreToldOfTheLossAndOfTheReturn() {
		Member before = join(null);
		String offset = before.offset();
		before.client().drop();
		assertThat(awaitGone(before.socket())).isIn(DisconnectReason.TRANSPORT_ERROR, DisconnectReason.TRANSPORT_CLOSE);
		Member after = join(before.auth(offset));
		assertThat(after.socket()).isNotSameAs(before.socket());
		after.client().close();
		assertThat(awaitGone(after.socket())).isNotNull();
	}

	@Test
	void handlersLearnOfTheLossBeforeTheyLearnOfTheReturn() throws InterruptedException {
		CountDownLatch released = new CountDownLatch(1);
		BlockingQueue<String> calls = new LinkedBlockingQueue<>();
		try (TestServer slow = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true")
			.customizer((io) -> io.of("/").onConnection((socket) -> {
				calls.add("connected");
				socket.on("slow", (arguments, ack) -> {
					calls.add("slow");
					released.await();
				});
				socket.onDisconnect((reason, description) -> calls.add("disconnected"));
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(slow, new WebSocketWire(slow), "/", null);
			assertThat(take(calls)).isEqualTo("connected");
			String offset = before.offset();
			before.client().emit("/", "slow");
			assertThat(take(calls)).isEqualTo("slow");
			before.client().drop();
			await().until(() -> !before.socket().isConnected());
			try (SocketIoClient client = new SocketIoClient(new WebSocketWire(slow))) {
				client.open();
				assertThat(JSON.readTree(client.join("/", before.auth(offset)))).isEqualTo(before.answer());
				assertThat(calls).isEmpty();
				released.countDown();
				assertThat(take(calls)).isEqualTo("disconnected");
				assertThat(take(calls)).isEqualTo("connected");
				assertThat(take(CONNECTED).recovered()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "client leaves", "socket.disconnect", "connection closed" })
	void whoLeavesOrIsPutOutDoesNotComeBack(String how) {
		Member before = join(null);
		String offset = before.offset();
		switch (how) {
			case "client leaves" -> before.client().leave("/");
			case "socket.disconnect" -> before.socket().disconnect();
			default -> before.socket().disconnect(true);
		}
		awaitGone(before.socket());
		before.socket().emit("gone");
		assertAnew(before, before.auth(offset));
		before.client().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "by its socket", "by its room", "by its user's name" })
	void whoIsPutOutWhileAwayDoesNotComeBack(String how) {
		Member before = join(null);
		before.socket().join("user:alice");
		String offset = before.offset();
		lose(before);
		switch (how) {
			case "by its socket" -> before.socket().disconnect();
			case "by its room" -> server.io().to(before.socket().id()).disconnectSockets(false);
			default -> server.io().to("user:alice").disconnectSockets(true);
		}
		assertThat(before.socket().emit("gone"))
			.isIn(how.equals("by its socket") ? List.of(EmitResult.DISCONNECTED) : List.of(EmitResult.HANDED_ON));
		assertAnew(before, before.auth(offset));
	}

	@Test
	void whoIsPutOutOfARoomWhileAwayComesBackWithoutIt() {
		Member before = join(null);
		before.socket().join("staff", "room");
		String offset = before.offset();
		lose(before);
		server.io().to("room").socketsLeave("staff");
		server.io().to("staff").emit("secret");
		Member after = join(before.auth(offset));
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "room");
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@Test
	void whoJoinsARoomNamedAfterASocketLearnsNothingAndStays() {
		Member before = join(null);
		Member spy = join(null);
		spy.socket().join(before.socket().id());
		before.socket().emit("private");
		nextOf(before.client(), "private");
		server.io().of("/").fetchSockets().block().forEach((remote) -> {
			if (remote.id().equals(before.socket().id())) {
				remote.emit("private too");
			}
		});
		nextOf(before.client(), "private too");
		String offset = spy.offset();
		lose(before);
		before.socket().emit("private as well");
		before.socket().disconnect();
		lose(spy);
		Member after = join(spy.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).contains(before.socket().id());
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@Test
	void whoWasSilentForTooLongComesBack() {
		Member before = join(null);
		String offset = before.offset();
		before.client().answerHeartbeats(false);
		server.letPass(Duration.ofSeconds(26));
		await().until(() -> before.client().heartbeats() > 0);
		server.letPass(Duration.ofSeconds(21));
		assertThat(awaitGone(before.socket())).isEqualTo(DisconnectReason.PING_TIMEOUT);
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		after.client().close();
	}

	@Test
	void whoWasAwayForTooLongConnectsAnew() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		server.letPass(Duration.ofSeconds(121));
		assertAnew(before, before.auth(offset));
	}

	@Test
	void comesBackToAQuietNamespace() {
		Member before = join(null);
		String offset = before.offset();
		for (int i = 0; i < 10; i++) {
			int heartbeats = before.client().answeredHeartbeats();
			server.letPass(Duration.ofSeconds(26));
			await().until(() -> before.client().answeredHeartbeats() > heartbeats);
			before.client().call("/", "sync");
		}
		lose(before);
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		after.client().close();
	}

	@Test
	void comesBackOnce() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		assertAnew(before, before.auth(offset));
		assertThat(after.socket().isConnected()).isTrue();
		after.client().close();
	}

	@Test
	void whoseLossIsNotNoticedGetsANewSocket() {
		Member before = join(null);
		String offset = before.offset();
		assertAnew(before, before.auth(offset));
		assertThat(before.socket().isConnected()).isTrue();
		before.client().close();
	}

	@Test
	void onlyOneOfManyThatRaceComesBack() {
		for (int round = 0; round < 10; round++) {
			Member before = join(null);
			String offset = before.offset();
			lose(before);
			server.io().emit("missed");
			List<SocketIoClient> clients = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
				client.open();
				clients.add(client);
			}
			List<CompletableFuture<String>> answers = clients.stream()
				.map((client) -> CompletableFuture.supplyAsync(() -> client.join("/", before.auth(offset)),
						(task) -> new Thread(task).start()))
				.toList();
			List<Socket> sockets = new ArrayList<>();
			for (CompletableFuture<String> answer : answers) {
				String id = JSON.readTree(answer.join()).path("sid").asString();
				sockets.add(server.io().of("/").socket(id));
			}
			assertThat(sockets).doesNotContainNull().filteredOn(Socket::recovered).hasSize(1);
			assertThat(sockets).extracting(Socket::id).doesNotHaveDuplicates();
			clients.forEach(SocketIoClient::close);
		}
	}

	static Stream<String> forged() {
		String id = "\"AAAAAAAAAAAAAAAAAAAA\"";
		return Stream.of("{}", "[]", "null", "1", "{\"pid\":1,\"offset\":2}", "{\"pid\":null,\"offset\":null}",
				"{\"pid\":%s}", "{\"pid\":%s,\"offset\":null}", "{\"pid\":%s,\"offset\":1}",
				"{\"pid\":%s,\"offset\":[\"x\"]}", "{\"pid\":%s,\"offset\":{}}", "{\"pid\":%s,\"offset\":\"\"}",
				"{\"pid\":%s,\"offset\":\"x\"}", "{\"pid\":%s,\"offset\":\"$-1\"}", "{\"pid\":%s,\"offset\":\" $\"}",
				"{\"pid\":%s,\"offset\":\"" + "x".repeat(50_000) + "\"}", "{\"pid\":[%s],\"offset\":\"$\"}",
				"{\"pid\":{\"a\":%s},\"offset\":\"$\"}", "{\"pid\":\"\",\"offset\":\"$\"}",
				"{\"pid\":" + id + ",\"offset\":\"$\"}", "{\"PID\":%s,\"offset\":\"$\"}",
				"{\"pid\":\"" + "A".repeat(900_000) + "\",\"offset\":\"$\"}",
				"{\"pid\":%s,\"offset\":\"$zzzzzzzzzzzzzzzzzzzz\"}", "{\"pid\":%s,\"offset\":\"$/../\\u0000\"}");
	}

	/** In place of {@code $} there is the right offset, of {@code %s} the right id. */
	@ParameterizedTest
	@MethodSource("forged")
	void whatIsForgedIsANewSession(String pattern) {
		Member before = join(null);
		String offset = before.offset();
		before.socket().join("room");
		before.socket().data().put("secret", 1);
		lose(before);
		before.socket().emit("secret");
		assertAnewOrRefused(before, pattern.replace("%s", "\"" + before.privateId() + "\"").replace("$", offset));
	}

	/** What is no object is no valid packet, with or without recovery. */
	private static void assertAnewOrRefused(Member before, String auth) {
		if (auth.startsWith("{")) {
			assertAnew(before, auth);
			return;
		}
		try (RawWebSocket raw = RawWebSocket.open(server)) {
			raw.text("40" + auth);
			assertThat(raw.read().text()).doesNotContain("secret").doesNotContain(before.socket().id());
		}
	}

	@Test
	void offsetsOfOtherNamespacesAreUnknown() {
		Member other = join(server, new WebSocketWire(server), "/other", null);
		String offset = other.offset();
		Member before = join(null);
		before.offset();
		lose(before);
		assertAnew(before, before.auth(offset));
		other.client().close();
	}

	@Test
	void privateIdsOfOtherNamespacesAreUnknown() {
		Member other = join(server, new WebSocketWire(server), "/other", null);
		other.offset();
		Member before = join(null);
		String offset = before.offset();
		lose(other);
		assertAnew(other, other.auth(offset));
		before.client().close();
	}

	@Test
	void anotherUserDoesNotComeBackInItsPlace() {
		Member before = join(server, new WebSocketWire(server, new Eio4Dialect(), "&user=alice"), "/", null);
		assertThat(before.socket().principal()).extracting(Principal::getName).isEqualTo("alice");
		String offset = before.offset();
		lose(before);
		before.socket().emit("secret");
		for (String query : List.of("", "&user=mallory")) {
			Member thief = join(server, new WebSocketWire(server, new Eio4Dialect(), query), "/", before.auth(offset));
			assertThat(thief.socket().recovered()).isFalse();
			assertThat(thief.socket().id()).isNotEqualTo(before.socket().id());
			thief.socket().emit("end");
			nextOf(thief.client(), "end");
			thief.client().close();
		}
		Member after = join(server, new WebSocketWire(server, new Eio4Dialect(), "&user=alice"), "/",
				before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		nextOf(after.client(), "secret");
		after.client().close();
	}

	@Test
	void anOffsetFromBeforeShowsNothingOfARoomFromBeforeItWasJoined() {
		Member before = join(null);
		String offset = before.offset();
		server.io().to("room").emit("not for it");
		before.socket().join("room");
		server.io().to("room").emit("for it");
		nextOf(before.client(), "for it");
		lose(before);
		Member after = join(before.auth(offset));
		nextOf(after.client(), "for it");
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	/** As clients do that had a session before, and have received nothing in this one. */
	@Test
	void anOffsetFromBeforeTheSocketShowsNothingFromBefore() {
		Member first = join(null);
		String offset = first.offset();
		lose(first);
		server.io().emit("before");
		Member second = join(null);
		server.io().emit("after");
		nextOf(second.client(), "after");
		lose(second);
		Member after = join(second.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		nextOf(after.client(), "after");
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@Test
	void interceptorsAreSkipped() {
		Member before = join(null);
		take(ASKED);
		String offset = before.offset();
		lose(before);
		Member after = join(before.auth(offset));
		assertThat(ASKED).isEmpty();
		after.client().close();
	}

	@Test
	void credentialsAreThoseOfTheApplicationAlone() {
		Member before = join("{\"token\":\"t\"}");
		String offset = before.offset();
		lose(before);
		Member after = join("{\"pid\":\"" + before.privateId() + "\",\"offset\":\"" + offset + "\",\"token\":\"u\"}");
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().handshake().auth()).isEqualTo(JSON.readTree("{\"token\":\"u\"}"));
		after.client().close();
		Member own = join("{\"pid\":\"mine\",\"offset\":1}");
		assertThat(own.socket().handshake().auth()).isEqualTo(JSON.readTree("{\"pid\":\"mine\",\"offset\":1}"));
		own.client().close();
	}

	@Test
	void moreIsMissedThanMayWaitForAClient() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		for (int i = 0; i < 20; i++) {
			before.socket().emit("large", "x".repeat(10_000));
		}
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isFalse();
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "remembering fails", "restoring fails", "letting in fails",
			"nobody knows whether it was let in", "too much was forgotten" })
	void whatAnAdapterCannotDoIsANewSession(String failure) {
		try (TestServer failing = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true")
			.bean(AdapterFactory.class, (namespace) -> new FailingAdapter(namespace, failure))
			.customizer((io) -> io.of("/").onConnection((socket) -> {
				watch(socket);
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(failing, new WebSocketWire(failing), "/", null);
			before.socket().join("room");
			String offset = before.offset();
			lose(before);
			before.socket().emit("missed");
			Member after = join(failing, new WebSocketWire(failing), "/", before.auth(offset));
			assertThat(after.socket().recovered()).isFalse();
			assertThat(after.socket().id()).isNotEqualTo(before.socket().id());
			assertThat(after.socket().rooms()).containsExactly(after.socket().id());
			assertThat(failing.io().to("room").sockets()).isEmpty();
			after.offset();
			after.client().close();
		}
	}

	/**
	 * An adapter that remembers, and then does not.
	 */
	private static final class FailingAdapter implements Adapter {

		private static final AdapterFactory REMEMBERING = InMemoryAdapter.recovering(
				new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 10, 10, 1_000, 10),
				InstantSource.system());

		private final Adapter adapter;

		private final String failure;

		FailingAdapter(AdapterNamespace namespace, String failure) {
			this.adapter = REMEMBERING.create(namespace);
			this.failure = failure;
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
		public boolean recovers() {
			return true;
		}

		@Override
		public String newestOffset() {
			return this.adapter.newestOffset();
		}

		@Override
		public void persist(Departure departure) {
			if (this.failure.startsWith("remembering")) {
				throw new IllegalStateException("no connection");
			}
			this.adapter.persist(departure);
		}

		@Override
		public void abandon(SavedSession session) {
			this.adapter.abandon(session);
		}

		@Override
		public Mono<SavedSession> restore(ReturningSocket socket) {
			return this.failure.startsWith("restoring") ? Mono.error(new IllegalStateException("no connection"))
					: this.adapter.restore(socket);
		}

		@Override
		public Mono<Boolean> resume(SavedSession session, String offset, Entrance entrance) {
			if (this.failure.startsWith("nobody")) {
				return Mono.empty();
			}
			return this.failure.startsWith("letting") ? Mono.error(new IllegalStateException("no connection"))
					: Mono.just(false);
		}

	}

	@Test
	void olderClientsSeeNoOffset() {
		Member member = join(null);
		try (OldSocketIoClient old = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""));
				LegacySocketIoClient oldest = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			old.open();
			take(CONNECTED);
			oldest.open();
			oldest.join("/");
			take(CONNECTED);
			server.io().emit("event", "argument");
			assertThat(nextOf(member.client(), "event").arguments()).hasSize(2).first().isEqualTo("argument");
			assertThat(nextOf(old, "event").arguments()).containsExactly("argument");
			assertThat(nextOf(oldest, "event").arguments()).containsExactly("argument");
			for (Socket socket : server.io().sockets()) {
				socket.emit("single", 1);
			}
			assertThat(nextOf(member.client(), "single").arguments()).hasSize(2);
			assertThat(nextOf(old, "single").arguments()).containsExactly(1);
			assertThat(nextOf(oldest, "single").arguments()).containsExactly(1);
		}
		member.client().close();
	}

	@Test
	void onlyWhatCanBeRecoveredHasAnOffset() {
		Member member = join(null);
		member.socket().volatileEmit("volatile", 1);
		assertThat(nextOf(member.client(), "volatile").arguments()).containsExactly(1);
		member.socket().emitWithAck("asked", 1).onErrorComplete().subscribe();
		assertThat(nextOf(member.client(), "asked").arguments()).containsExactly(1);
		server.io().emitWithAck("all asked", 1).onErrorComplete().subscribe();
		assertThat(nextOf(member.client(), "all asked").arguments()).containsExactly(1);
		member.client().close();
	}

	@Test
	void whatAnInterceptorRefusesMayComeBackLater() {
		BlockingQueue<Boolean> recovered = new LinkedBlockingQueue<>();
		try (TestServer asking = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true",
					"socketio.connection-state-recovery.skip-middlewares=false")
			.customizer((io) -> io.of("/").use((socket) -> {
				recovered.add(socket.recovered());
				return socket.handshake().auth().has("expired") ? Mono.error(new ConnectRefusedException("expired"))
						: Mono.empty();
			}).onConnection((socket) -> {
				watch(socket);
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(asking, new WebSocketWire(asking), "/", null);
			assertThat(take(recovered)).isFalse();
			String offset = before.offset();
			before.socket().join("room");
			lose(before);
			asking.io().to("room").emit("missed");
			try (SocketIoClient client = new SocketIoClient(new WebSocketWire(asking))) {
				client.open();
				assertThatExceptionOfType(SocketIoClient.RefusedException.class)
					.isThrownBy(() -> client.join("/", "{\"expired\":true," + before.auth(offset).substring(1)));
			}
			assertThat(take(recovered)).isTrue();
			assertThat(asking.io().to("room").sockets()).isEmpty();
			Member after = join(asking, new WebSocketWire(asking), "/", before.auth(offset));
			assertThat(take(recovered)).isTrue();
			assertThat(after.socket().recovered()).isTrue();
			assertThat(after.socket().rooms()).contains("room");
			nextOf(after.client(), "missed");
			after.client().close();
		}
	}

	@Test
	void whoGoesWhileInterceptorsDecideMayComeBackLater() {
		BlockingQueue<Socket> waiting = new LinkedBlockingQueue<>();
		try (TestServer asking = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true",
					"socketio.connection-state-recovery.skip-middlewares=false")
			.customizer((io) -> io.of("/").use((socket) -> {
				if (socket.handshake().auth().has("wait")) {
					return Mono.<Void>never().doOnCancel(() -> waiting.add(socket));
				}
				return Mono.empty();
			}).onConnection((socket) -> {
				watch(socket);
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(asking, new WebSocketWire(asking), "/", null);
			String offset = before.offset();
			lose(before);
			asking.io().emit("missed");
			try (RawWebSocket raw = RawWebSocket.open(asking)) {
				raw.text("40{\"wait\":true," + before.auth(offset).substring(1));
				raw.text("2");
				raw.readClose();
			}
			assertThat(take(waiting).recovered()).isTrue();
			Member after = join(asking, new WebSocketWire(asking), "/", before.auth(offset));
			assertThat(after.socket().recovered()).isTrue();
			nextOf(after.client(), "missed");
			after.client().close();
		}
	}

	@Test
	void whenOffNothingIsKept() {
		try (TestServer plain = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			watch(socket);
			CONNECTED.add(socket);
		})).start()) {
			Member member = join(plain, new WebSocketWire(plain), "/", null);
			assertThat(member.answer().propertyNames()).containsExactly("sid");
			assertThat(member.socket()).isExactlyInstanceOf(ServerSocket.class);
			plain.io().emit("event");
			assertThat(nextOf(member.client(), "event").arguments()).isEmpty();
			member.socket().emit("event");
			assertThat(nextOf(member.client(), "event").arguments()).isEmpty();
			lose(member);
			Member after = join(plain, new WebSocketWire(plain), "/", member.auth("x-1"));
			assertThat(after.socket().recovered()).isFalse();
			assertThat(after.socket().handshake().auth().has("pid")).isTrue();
			after.client().close();
		}
	}

}
