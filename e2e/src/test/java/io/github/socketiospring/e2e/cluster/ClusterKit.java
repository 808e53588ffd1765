package io.github.socketiospring.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What servers of any kind have to do for each other: each operation, asked of each of
 * them, with a client at each. The servers are started once for a class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClusterKit {

	static final List<String> NAMESPACES = List.of("/", "/chat");

	private static final int MANY = 200;

	private static int lastRoom;

	private @Nullable Engine engine;

	private List<ClusterServer> servers = List.of();

	private List<ClusterClient> clients = List.of();

	/** Starts what carries the messages. */
	abstract Engine startEngine();

	/** Starts the servers, each with {@link #NAMESPACES}. */
	abstract List<ClusterServer> startServers(Engine engine);

	/**
	 * Returns the channel of a room that only servers with members have subscribed to.
	 * They do not wait for that when members come.
	 * @return the channel; {@code null} if the room has none
	 */
	@Nullable String channelOf(String room) {
		return null;
	}

	private void awaitSubscribed(String room, int count) {
		String channel = channelOf(room);
		if (channel != null) {
			engine().awaitSubscribed(channel, count);
		}
	}

	@BeforeAll
	void startAll() {
		this.engine = startEngine();
		this.servers = startServers(this.engine);
		this.servers.forEach((server) -> await("servers that " + server + " counts")
			.until(() -> NAMESPACES.stream().allMatch((name) -> server.serverCount(name) == this.servers.size())));
	}

	@AfterAll
	void stopAll() {
		this.servers.forEach(ClusterServer::close);
		engine().close();
	}

	@BeforeEach
	void connect() {
		this.clients = this.servers.stream().map(ClusterClient::new).toList();
		this.clients.forEach((client) -> awaitSubscribed(client.id(), 1));
	}

	@AfterEach
	void disconnect() {
		this.clients.forEach(ClusterClient::close);
		this.servers.forEach((server) -> await().until(() -> server.fetchSockets(Selected.all().local()).isEmpty()));
	}

	final Engine engine() {
		return Objects.requireNonNull(this.engine);
	}

	final List<ClusterServer> servers() {
		return this.servers;
	}

	final List<ClusterClient> clients() {
		return this.clients;
	}

	private ClusterClient first() {
		return this.clients.get(0);
	}

	private ClusterClient last() {
		return this.clients.get(this.clients.size() - 1);
	}

	private ClusterClient clientOf(ClusterServer server) {
		return this.clients.get(this.servers.indexOf(server));
	}

	private List<ClusterClient> clientsBut(ClusterClient client) {
		return this.clients.stream().filter((other) -> other != client).toList();
	}

	private List<ClusterServer> serversBut(ClusterServer server) {
		return this.servers.stream().filter((other) -> other != server).toList();
	}

	/** A room that no test has used before. */
	static synchronized String newRoom(String name) {
		return name + ++lastRoom;
	}

	/** Has clients join a room, and waits until they are in it. */
	final void join(ClusterServer sender, String room, ClusterClient... members) {
		for (ClusterClient member : members) {
			sender.socketsJoin(Selected.room(member.id()), room);
		}
		Set<String> ids = Stream.of(members).map(ClusterClient::id).collect(Collectors.toSet());
		await("members of " + room).until(() -> ids(sender, Selected.room(room)).equals(ids));
		this.servers.forEach((server) -> server.rooms("/"));
		awaitSubscribed(room, members.length);
	}

	private static Set<String> ids(ClusterServer server, Selected target) {
		return server.fetchSockets(target).stream().map(FoundSocket::id).collect(Collectors.toSet());
	}

	/** All that is not expected would have come before this. */
	private void nothingElse(ClusterServer sender) {
		sender.emit(Selected.all(), "end");
		this.clients.forEach((client) -> client.expect("end"));
	}

	private static void expectAll(List<ClusterClient> receivers, String event, @Nullable Object... arguments) {
		receivers.forEach((receiver) -> receiver.expect(event, arguments));
	}

	@EachServer
	void emitsToAll(ClusterServer sender) {
		sender.emit(Selected.all(), "hello", "w\u00f6rld \ud83d\ude00\u2028", 1, -1.5, 9007199254740991L, true, null,
				Map.of("b", List.of(1, Map.of())), List.of());
		expectAll(this.clients, "hello", "w\u00f6rld \ud83d\ude00\u2028", 1, -1.5, 9007199254740991L, true, null,
				Map.of("b", List.of(1, Map.of())), List.of());
		sender.emit(Selected.all(), "no arguments");
		expectAll(this.clients, "no arguments");
		nothingElse(sender);
	}

	@EachServer
	void emitsBytes(ClusterServer sender) {
		byte[] bytes = { 0, 1, (byte) 0xff, '{' };
		sender.emit(Selected.all(), "bytes", bytes, "text", Map.of("in", List.of(bytes, Map.of("deep", new byte[0]))));
		expectAll(this.clients, "bytes", bytes, "text", Map.of("in", List.of(bytes, Map.of("deep", new byte[0]))));
		nothingElse(sender);
	}

	@EachServer
	void emitsMuch(ClusterServer sender) {
		String text = "much ".repeat(50_000);
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		sender.emit(Selected.all(), "much", text);
		sender.emit(Selected.all(), "much", bytes);
		expectAll(this.clients, "much", text);
		expectAll(this.clients, "much", bytes);
	}

	@EachServer
	void emitsToRooms(ClusterServer sender) {
		String one = newRoom("one");
		String two = newRoom("two");
		join(sender, one, first(), last());
		join(sender, two, last());
		sender.emit(Selected.room(one), "to one");
		expectAll(List.of(first(), last()), "to one");
		sender.emit(Selected.room(two), "to two");
		last().expect("to two");
		sender.emit(Selected.room(one, two), "to both, once");
		expectAll(List.of(first(), last()), "to both, once");
		sender.emit(Selected.room(one).butNot(two), "to one but two");
		first().expect("to one but two");
		sender.emit(Selected.all().butNot(two), "to all but two");
		expectAll(clientsBut(last()), "to all but two");
		sender.emit(Selected.all().butNot(one, last().id()), "to all but some");
		expectAll(this.clients.subList(1, this.clients.size() - 1), "to all but some");
		sender.emit(Selected.room(newRoom("nobody")), "to nobody");
		nothingElse(sender);
	}

	@EachServer
	void emitsToOneSocket(ClusterServer sender) {
		for (ClusterClient client : this.clients) {
			sender.emit(Selected.room(client.id()), "for you", client.id());
			client.expect("for you", client.id());
		}
		nothingElse(sender);
	}

	@EachServer
	void roomsMayHaveAnyName(ClusterServer sender) {
		List<String> rooms = new ArrayList<>(
				Stream.of("1234567", "a#b", "*?[x]", "r\u00f6\u00f6m \ud83d\ude00", "{slot}")
					.map(ClusterKit::newRoom)
					.toList());
		String asLongAsAnId = newRoom("long");
		rooms.add(asLongAsAnId + "x".repeat(clientOf(sender).id().length() - asLongAsAnId.length()));
		for (String room : rooms) {
			join(sender, room, first(), last());
			sender.emit(Selected.room(room), "to room", room);
			expectAll(List.of(first(), last()), "to room", room);
		}
		nothingElse(sender);
	}

	@EachServer
	void emitsVolatile(ClusterServer sender) {
		sender.emit(Selected.all().fleeting(), "fleeting", 1);
		expectAll(this.clients, "fleeting", 1);
		nothingElse(sender);
	}

	@EachServer
	void emitsToItsOwn(ClusterServer sender) {
		sender.emit(Selected.all().local(), "local");
		clientOf(sender).expect("local");
		nothingElse(sender);
	}

	@EachServer
	void keepsTheOrder(ClusterServer sender) {
		IntStream.range(0, MANY).forEach((i) -> sender.emit(Selected.all(), "n", i));
		for (ClusterClient client : this.clients) {
			IntStream.range(0, MANY).forEach((i) -> client.expect("n", i));
		}
		nothingElse(sender);
	}

	@EachServer
	void keepsNamespacesApart(ClusterServer sender) {
		List<ClusterClient> others = this.servers.stream()
			.map((server) -> new ClusterClient(server, "/chat", null))
			.toList();
		try {
			sender.emit(Selected.all("/chat"), "chat", 1);
			expectAll(others, "chat", 1);
			assertThat(sender.fetchSockets(Selected.all("/chat"))).hasSameSizeAs(others);
			nothingElse(sender);
		}
		finally {
			others.forEach(ClusterClient::close);
			await().until(() -> sender.fetchSockets(Selected.all("/chat")).isEmpty());
		}
	}

	@EachServer
	void collectsAcknowledgements(ClusterServer sender) {
		CompletableFuture<List<@Nullable Object>> answers = sender
			.emitWithAck(Selected.all().within(Duration.ofSeconds(20)), "question", "why?", new byte[] { 1 });
		for (ClusterClient client : this.clients) {
			client.answer("question", List.of("why?", new byte[] { 1 }), client.id());
		}
		assertThat(ClusterServer.await(answers))
			.containsExactlyInAnyOrderElementsOf(this.clients.stream().map(ClusterClient::id).toList());
		nothingElse(sender);
	}

	@EachServer
	void collectsBytesAndNothing(ClusterServer sender) {
		byte[] bytes = { 0, (byte) 0xff };
		for (ClusterClient client : this.clients) {
			CompletableFuture<List<@Nullable Object>> answers = sender
				.emitWithAck(Selected.room(client.id()).within(Duration.ofSeconds(20)), "question");
			client.answer("question", List.of(), Map.of("in", bytes));
			assertThat(ClusterServer.await(answers)).usingRecursiveComparison().isEqualTo(List.of(Map.of("in", bytes)));
		}
		assertThat(ClusterServer
			.await(sender.emitWithAck(Selected.room(newRoom("nobody")).within(Duration.ofSeconds(20)), "question")))
			.isEmpty();
		nothingElse(sender);
	}

	@EachServer
	void waitsForAcknowledgementsNoLonger(ClusterServer sender) {
		CompletableFuture<List<@Nullable Object>> answers = sender
			.emitWithAck(Selected.all().within(Duration.ofMillis(300)), "question");
		this.clients.forEach((client) -> client.expect("question"));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> ClusterServer.await(answers));
		nothingElse(sender);
	}

	@EachServer
	void movesSockets(ClusterServer sender) {
		String one = newRoom("one");
		String two = newRoom("two");
		Set<String> all = ids(sender, Selected.all());
		assertThat(all).hasSameSizeAs(this.clients);
		sender.socketsJoin(Selected.all(), one, two);
		this.servers.forEach((server) -> await().until(() -> ids(server, Selected.room(one)).equals(all)));
		this.servers.forEach((server) -> assertThat(ids(server, Selected.room(two))).isEqualTo(all));
		sender.socketsLeave(Selected.room(two).butNot(last().id()), one);
		Set<String> left = Set.of(last().id());
		this.servers.forEach((server) -> await().until(() -> ids(server, Selected.room(one)).equals(left)));
		this.servers.forEach((server) -> assertThat(ids(server, Selected.room(two))).isEqualTo(all));
	}

	@EachServer
	void disconnectsSockets(ClusterServer sender) {
		String room = newRoom("room");
		ClusterClient stays = clientOf(sender);
		join(sender, room, this.clients.toArray(ClusterClient[]::new));
		sender.disconnectSockets(Selected.room(room).butNot(stays.id()), false);
		List<ClusterClient> gone = clientsBut(stays);
		gone.forEach(ClusterClient::awaitLeft);
		await().until(() -> ids(sender, Selected.all()).equals(Set.of(stays.id())));
		sender.disconnectSockets(Selected.all(), true);
		stays.awaitEnd();
	}

	@EachServer
	void closesConnections(ClusterServer sender) {
		for (ClusterClient client : this.clients) {
			sender.disconnectSockets(Selected.room(client.id()), true);
			client.awaitEnd();
		}
		await().until(() -> sender.fetchSockets(Selected.all()).isEmpty());
	}

	@EachServer
	void fetchesSockets(ClusterServer sender) {
		String room = newRoom("room");
		join(sender, room, first(), last());
		for (int i = 0; i < this.servers.size(); i++) {
			this.servers.get(i).putData(this.clients.get(i).id(), "user", Map.of("number", i));
		}
		List<FoundSocket> found = new ArrayList<>(sender.fetchSockets(Selected.all()));
		List<FoundSocket> expected = new ArrayList<>();
		for (int i = 0; i < this.servers.size(); i++) {
			ClusterClient client = this.clients.get(i);
			Set<String> rooms = (client == first() || client == last()) ? Set.of(client.id(), room)
					: Set.of(client.id());
			expected.add(new FoundSocket(client.id(), rooms, Map.of("user", Map.of("number", i)),
					Map.of("EIO", "4", "transport", "websocket", "at", this.servers.get(i).name())));
		}
		assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(ids(sender, Selected.room(room).butNot(last().id()))).containsExactly(first().id());
		assertThat(ids(sender, Selected.all().local())).containsExactly(clientOf(sender).id());
	}

	@EachServer
	void fetchesRooms(ClusterServer sender) {
		String one = newRoom("one");
		String two = newRoom("two");
		join(sender, one, first());
		join(sender, two, last());
		// In Node.js only the classic adapter can.
		if (sender instanceof JavaServer || engine().adapter().equals(Engine.CLASSIC)) {
			assertThat(sender.fetchRooms("/")).contains(one, two);
		}
		assertThat(this.servers.get(0).rooms("/")).contains(one).doesNotContain(two);
	}

	@EachServer
	void countsServers(ClusterServer sender) {
		NAMESPACES.forEach((name) -> assertThat(sender.serverCount(name)).isEqualTo(this.servers.size()));
	}

	@EachServer
	void emitsToServers(ClusterServer sender) {
		byte[] bytes = { 1, 2 };
		// The classic adapter sends such events as JSON.
		Object value = Map.of("in", engine().adapter().equals(Engine.CLASSIC) ? "text" : bytes);
		sender.serverSideEmit("/", "news", "text", 1, value);
		for (ClusterServer other : serversBut(sender)) {
			assertThat(other.nextServerSideEvent()).usingRecursiveComparison()
				.isEqualTo(Arrays.asList("news", "text", 1, value));
		}
		ClusterServer other = serversBut(sender).get(0);
		other.serverSideEmit("/", "news", "back");
		serversBut(other).forEach((server) -> assertThat(server.nextServerSideEvent()).containsExactly("news", "back"));
	}

	@EachServer
	void asksServers(ClusterServer sender) {
		CompletableFuture<List<@Nullable Object>> answers = sender.serverSideEmitWithAck("/chat", "question", "who?",
				Map.of("a", List.of(1)));
		List<ClusterServer> others = serversBut(sender);
		others.forEach((other) -> assertThat(other.nextServerSideEvent())
			.isEqualTo(List.of("question", "who?", Map.of("a", List.of(1)))));
		assertThat(ClusterServer.await(answers))
			.containsExactlyInAnyOrderElementsOf(others.stream().map(ClusterServer::name).toList());
	}

	@EachServer
	void hearsItsClients(ClusterServer sender) {
		ClusterClient client = clientOf(sender);
		client.emit("tell", "text", 1);
		assertThat(sender.nextEventOfClient()).isEqualTo(List.of("tell", "text", 1));
		assertThat(client.call("ask", "back")).isEqualTo(List.of("back"));
		assertThat(sender.nextEventOfClient()).isEqualTo(List.of("ask", "back"));
	}

	/**
	 * A test that is run once for each server, which the others need afterwards.
	 */
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@ParameterizedTest(name = "{0}", autoCloseArguments = false)
	@MethodSource("servers")
	@interface EachServer {

	}

}
