package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.Ack;
import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Each operation over sockets: on a server that is alone, and from one of two servers
 * that are joined, with a client at either.
 */
@ParameterizedClass
@EnumSource(AdapterApiTests.Cluster.class)
class AdapterApiTests {

	private static final Duration WAIT = Duration.ofSeconds(20);

	private static final byte[] BYTES = { 1, 2, 3 };

	private static final List<TestServer> SERVERS = new ArrayList<>();

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final JoinedServers[] JOINED = new JoinedServers[1];

	@Parameter
	private Cluster cluster;

	private final List<KitClient> clients = new ArrayList<>();

	/** How the servers are. */
	enum Cluster {

		ALONE, JOINED

	}

	@BeforeParameterizedClassInvocation
	static void start(Cluster cluster) {
		JOINED[0] = new JoinedServers();
		int servers = (cluster == Cluster.JOINED) ? 2 : 1;
		for (int i = 0; i < servers; i++) {
			TestServer.Builder builder = TestServer.builder()
				.customizer((io) -> io.of("/").onConnection(SOCKETS::add))
				.virtualTime();
			if (cluster == Cluster.JOINED) {
				builder.bean(AdapterFactory.class, JOINED[0]::create);
			}
			SERVERS.add(builder.start());
		}
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		SERVERS.forEach(TestServer::close);
		SERVERS.clear();
		JOINED[0].close();
	}

	@AfterEach
	void disconnect() {
		this.clients.forEach(KitClient::close);
		SERVERS.forEach((server) -> await().until(() -> server.io().sockets().isEmpty()));
	}

	/** The server that everything is asked of. */
	private static SocketIOServer io() {
		return SERVERS.get(0).io();
	}

	/** Another server, if there is one. */
	private static TestServer other() {
		return SERVERS.get(SERVERS.size() - 1);
	}

	private static String otherId() {
		return JOINED[0].members("/").get(1);
	}

	/**
	 * A client and its socket.
	 */
	private record Member(SocketIoClient client, Socket socket) {

		String id() {
			return this.socket.id();
		}

		/** The names of the events until "end". */
		List<String> names() {
			List<String> names = new ArrayList<>();
			do {
				names.add(this.client.next().name());
			}
			while (!names.contains("end"));
			return names;
		}

	}

	private Member connect(TestServer server) throws InterruptedException {
		SOCKETS.clear();
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		this.clients.add(client);
		client.open();
		client.join("/", "{\"token\":\"t\"}");
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return new Member(client, socket);
	}

	private Member here() throws InterruptedException {
		return connect(SERVERS.get(0));
	}

	private Member there() throws InterruptedException {
		return connect(other());
	}

	private boolean joined() {
		return this.cluster == Cluster.JOINED;
	}

	private static <T> T join(CompletableFuture<T> future) {
		return future.orTimeout(20, TimeUnit.SECONDS).join();
	}

	// Broadcasts

	@Test
	void anEventReachesAll() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().emit("news", "text", BYTES, Map.of("deep", BYTES), null);
		io().emit("empty");
		for (Member member : List.of(here, there)) {
			KitClient.Event event = member.client().next();
			assertThat(event.name()).isEqualTo("news");
			assertThat(event.arguments()).hasSize(4).startsWith("text", BYTES).endsWith((Object) null);
			assertThat(((Map<?, ?>) event.arguments().get(2)).get("deep")).isEqualTo(BYTES);
			assertThat(member.client().next()).isEqualTo(new KitClient.Event("/", "empty", List.of(), -1));
		}
	}

	@Test
	void clientsOfOtherRevisionsUnderstandIt() throws InterruptedException {
		SocketIoClient old = new OldSocketIoClient(new WebSocketWire(other(), new Eio3Dialect(), ""));
		LegacySocketIoClient legacy = new LegacySocketIoClient(other(), LegacyTransport.WEBSOCKET);
		for (KitClient client : List.of(old, legacy)) {
			SOCKETS.clear();
			this.clients.add(client);
			client.open();
			client.join("/");
			assertThat(SOCKETS.poll(20, TimeUnit.SECONDS)).isNotNull();
		}
		io().emit("news", "text", Map.of("key", 1));
		io().send("hello");
		io().sendJson(List.of(1, 2));
		for (KitClient client : List.of(old, legacy)) {
			assertThat(client.next().arguments()).containsExactly("text", Map.of("key", 1));
			assertThat(client.next().arguments()).containsExactly("hello");
			assertThat(client.next().arguments()).containsExactly(List.of(1, 2));
		}
	}

	@Test
	void argumentsAreWrittenOnce() throws InterruptedException {
		Member here = here();
		Member there = there();
		AtomicInteger written = new AtomicInteger();
		Object counting = new Object() {

			@SuppressWarnings("unused")
			public int getNumber() {
				return written.incrementAndGet();
			}

		};
		io().emit("counting", counting);
		assertThat(here.client().next().argument()).isEqualTo(Map.of("number", 1));
		assertThat(there.client().next().argument()).isEqualTo(Map.of("number", 1));
		assertThat(written).hasValue(1);
	}

	@Test
	void receivedArgumentsTravelAsTheValuesTheyAre() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<Arguments> answer = there.socket().emitWithAck("question").toFuture();
		there.client().acknowledge(there.client().next(), "x", List.of(1, Map.of("b", BYTES)), BYTES);
		Arguments received = join(answer);
		here.socket().on("ask", (arguments, ack) -> ack.send(received, 1));
		RemoteSocket remote = io().to(there.id()).fetchSockets().map((sockets) -> sockets.get(0)).block(WAIT);

		io().emit("all", received);
		io().emit("among others", 1, received, List.of(received));
		here.socket().emit("one", received);
		remote.emit("one", received);
		io().to(here.id(), there.id()).emitWithAck("asked", received).subscribe();
		for (Member member : List.of(here, there)) {
			assertValues(member.client().next().arguments());
			List<Object> others = member.client().next().arguments();
			assertThat(others).hasSize(5).startsWith(1);
			assertValues(others.subList(1, 4));
			assertValues((List<?>) ((List<?>) others.get(4)).get(0));
			assertValues(member.client().next().arguments());
			assertValues(member.client().next().arguments());
		}
		List<Object> answered = here.client().call("/", "ask");
		assertThat(answered).hasSize(4).endsWith(1);
		assertValues(answered.subList(0, 3));
	}

	private static void assertValues(List<?> values) {
		assertThat(values).hasSize(3);
		assertThat(values.get(0)).isEqualTo("x");
		assertThat((byte[]) ((Map<?, ?>) ((List<?>) values.get(1)).get(1)).get("b")).isEqualTo(BYTES);
		assertThat((byte[]) values.get(2)).isEqualTo(BYTES);
	}

	@Test
	void roomsAndExceptionsSelect() throws InterruptedException {
		Member here = here();
		Member there = there();
		here.socket().join("x");
		there.socket().join("x", "y");
		io().to("x").emit("x");
		io().to("x", "y").except("y").emit("not y");
		io().except(here.id()).emit("not here");
		io().to(there.id()).emit("there");
		here.socket().broadcast().emit("broadcast");
		here.socket().to("y").emit("y");
		io().emit("end");
		assertThat(here.names()).containsExactly("x", "not y", "end");
		assertThat(there.names()).containsExactly("x", "not here", "there", "broadcast", "y", "end");
	}

	@Test
	void volatileEventsReachWhoeverCanTakeThem() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().volatileEmit("volatile");
		assertThat(here.client().next().name()).isEqualTo("volatile");
		assertThat(there.client().next().name()).isEqualTo("volatile");
	}

	@Test
	void localEventsStay() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().local().emit("local");
		io().to(here.id(), there.id()).local().emit("local room");
		io().emit("end");
		assertThat(here.names()).containsExactly("local", "local room", "end");
		assertThat(there.names()).isEqualTo(joined() ? List.of("end") : List.of("local", "local room", "end"));
	}

	// Acknowledgements

	@Test
	void answersComeFromAll() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<List<Arguments>> answers = io().emitWithAck("question", BYTES).toFuture();
		here.client().acknowledge(here.client().next(), "here", BYTES);
		KitClient.Event question = there.client().next();
		assertThat(question.argument()).isEqualTo(BYTES);
		there.client().acknowledge(question, "there", Map.of("key", BYTES));
		List<Arguments> all = join(answers);
		assertThat(all).extracting((each) -> each.get(0, String.class)).containsExactlyInAnyOrder("here", "there");
		assertThat(all).extracting(Arguments::size).containsOnly(2);
		Arguments last = all.stream()
			.filter((each) -> each.get(0).asString().equals("there"))
			.findFirst()
			.orElseThrow();
		assertThat(last.get(1).get("key").binaryValue()).isEqualTo(BYTES);
	}

	@Test
	void answersAreHandedOnAsTheyCome() throws InterruptedException {
		Member here = here();
		Member there = there();
		BlockingQueue<String> answers = new LinkedBlockingQueue<>();
		io().emitWithAckStream("question")
			.subscribe((answer) -> answers.add(answer.socketId() + " " + answer.arguments().get(0, String.class)), null,
					() -> answers.add("end"));
		there.client().acknowledge(there.client().next(), "there");
		assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(there.id() + " there");
		here.client().acknowledge(here.client().next(), "here");
		assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(here.id() + " here");
		assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo("end");
	}

	@Test
	void listenersSeeWhatComesFromOtherServers() throws InterruptedException {
		Member there = there();
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		there.socket().onAnyOutgoing((event, arguments) -> seen.add(event + arguments.asList()));
		io().emit("a", 1);
		io().emitWithAck("b", 2).subscribe();
		assertThat(there.client().next().name()).isEqualTo("a");
		assertThat(there.client().next().name()).isEqualTo("b");
		assertThat(seen).containsExactly("a[1]", "b[2]");
	}

	@Test
	void nobodyToAskIsNoAnswer() {
		assertThat(io().to("nobody").emitWithAck("question").block(WAIT)).isEmpty();
	}

	@Test
	void localQuestionsStay() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<List<Arguments>> answers = io().local().except(there.id()).emitWithAck("question").toFuture();
		here.client().acknowledge(here.client().next(), "here");
		assertThat(join(answers)).hasSize(1);
		assertThat(there.client().waiting()).isZero();
	}

	@Test
	void whoHasGoneIsNotWaitedFor() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<List<Arguments>> answers = io().emitWithAck("question").toFuture();
		there.client().next();
		there.client().drop();
		here.client().acknowledge(here.client().next(), "here");
		assertThat(join(answers)).hasSize(1);
	}

	@Test
	void whoeverIsMissingIsNamed() throws InterruptedException {
		Member here = here();
		Member there = there();
		BlockingQueue<Object> results = new LinkedBlockingQueue<>();
		io().timeout(Duration.ofSeconds(5))
			.emitWithAckStream("question")
			.subscribe((answer) -> results.add("answer"), results::add);
		here.client().acknowledge(here.client().next(), "here");
		there.client().next();
		assertThat(results.poll(20, TimeUnit.SECONDS)).isEqualTo("answer");
		if (joined()) {
			// The other server has said whom it asks before this returns.
			assertThat(io().serverSideEmitWithAck("nobody listens").block(WAIT)).isEmpty();
		}
		SERVERS.get(0).clock().advance(Duration.ofSeconds(6));
		AckException exception = (AckException) results.poll(20, TimeUnit.SECONDS);
		assertThat(exception).hasMessage("not all clients acknowledged within 5000 ms");
		assertThat(exception.answers()).hasSize(1);
		assertThat(exception.missing()).containsExactly(there.id());
	}

	@Test
	void aServerThatSaysNothingIsMissing() {
		assumeThat(joined()).isTrue();
		JOINED[0].deafen(otherId(), true);
		try {
			CompletableFuture<List<Arguments>> answers = io().emitWithAck("question").toFuture();
			CompletableFuture<List<Arguments>> servers = io().serverSideEmitWithAck("question").toFuture();
			CompletableFuture<List<RemoteSocket>> sockets = io().timeout(Duration.ofMillis(20))
				.fetchSockets()
				.toFuture();
			SERVERS.get(0).clock().advance(Duration.ofSeconds(11));
			assertThat(failure(AckException.class, answers).missing()).containsExactly(otherId());
			assertThat(failure(AckException.class, servers).missing()).containsExactly(otherId());
			assertThat(failure(MissingServersException.class, sockets).servers()).containsExactly(otherId());
		}
		finally {
			JOINED[0].deafen(otherId(), false);
		}
	}

	private static <E extends Throwable> E failure(Class<E> type, CompletableFuture<?> future) {
		Throwable exception = catchThrowableOfType(Throwable.class, () -> join(future));
		assertThat(exception.getCause()).isInstanceOf(type);
		return type.cast(exception.getCause());
	}

	// What is asked of sockets

	@Test
	void socketsJoinAndLeaveRooms() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().socketsJoin("all", "some");
		io().to(there.id()).socketsLeave("some");
		io().emit("end");
		here.names();
		there.names();
		assertThat(here.socket().rooms()).containsExactlyInAnyOrder(here.id(), "all", "some");
		assertThat(there.socket().rooms()).containsExactlyInAnyOrder(there.id(), "all");
		io().local().socketsJoin("local");
		io().to("some").local().socketsLeave("some");
		io().emit("end");
		there.names();
		assertThat(here.socket().rooms()).containsExactlyInAnyOrder(here.id(), "all", "local");
		assertThat(there.socket().rooms().contains("local")).isEqualTo(!joined());
	}

	@Test
	void socketsAreDisconnected() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().to(there.id()).disconnectSockets();
		there.client().awaitLeft("/");
		assertThat(here.socket().isConnected()).isTrue();
		io().disconnectSockets(true);
		here.client().awaitEnd();
	}

	@Test
	void localSocketsAreDisconnected() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().local().except((joined()) ? "none" : there.id()).disconnectSockets(false);
		here.client().awaitLeft("/");
		io().emit("end");
		assertThat(there.names()).containsExactly("end");
	}

	// Looking

	@Test
	void lookUpsAreLocal() throws InterruptedException {
		Member here = here();
		Member there = there();
		assertThat(io().sockets()).contains(here.socket());
		assertThat(io().sockets().contains(there.socket())).isEqualTo(!joined());
		assertThat(io().of("/").socket(here.id())).isSameAs(here.socket());
		assertThat(io().of("/").socket(there.id()) != null).isEqualTo(!joined());
		assertThat(io().clientsCount()).isEqualTo(joined() ? 1 : 2);
	}

	@Test
	void socketsAreFetched() throws InterruptedException {
		Member here = here();
		Member there = there();
		there.socket().join("room");
		there.socket().data().put("user", Map.of("name", "Ann"));
		there.socket().data().put("picture", BYTES);
		assertThat(fetch(io().fetchSockets().toFuture())).extracting(RemoteSocket::id)
			.containsExactlyInAnyOrder(here.id(), there.id());
		List<RemoteSocket> found = fetch(io().to("room").fetchSockets().toFuture());
		assertThat(found).singleElement().satisfies((socket) -> {
			assertThat(socket.id()).isEqualTo(there.id());
			assertThat(socket.rooms()).containsExactlyInAnyOrder("room", there.id());
			assertThat(socket.data().get("user").get("name").asString()).isEqualTo("Ann");
			assertThat(socket.data("user", User.class)).isEqualTo(new User("Ann"));
			assertThat(socket.data("picture", byte[].class)).isEqualTo(BYTES);
			assertThat(socket.data("nothing", String.class)).isNull();
			assertThat(socket.handshake().uri()).isEqualTo(there.socket().handshake().uri());
			assertThat(socket.handshake().headers().getFirst("Upgrade")).isEqualTo("websocket");
			assertThat(socket.handshake().query().getFirst("EIO")).isEqualTo("4");
			assertThat(socket.handshake().remoteAddress()).isNotNull();
			assertThat(socket.handshake().time()).isEqualTo(there.socket().handshake().time());
			assertThat(socket.handshake().revision()).isEqualTo(Revision.EIO4);
			assertThat(socket.handshake().secure()).isFalse();
			assertThat(socket.handshake().crossDomain()).isFalse();
			assertThat(socket.handshake().auth().get("token").asString()).isEqualTo("t");
		});
		assertThat(fetch(io().except("room").local().fetchSockets().toFuture())).singleElement()
			.satisfies((socket) -> assertThat(socket.data().isEmpty()).isTrue());
		assertThat(fetch(io().to("room").local().fetchSockets().toFuture())).hasSize(joined() ? 0 : 1);
	}

	@Test
	void whatIsFetchedStaysAsItWas() throws InterruptedException {
		Member there = there();
		List<String> names = new CopyOnWriteArrayList<>(List.of("Ann"));
		there.socket().data().put("names", names);
		RemoteSocket found = fetch(io().to(there.id()).fetchSockets().toFuture()).get(0);
		names.add("Bob");
		there.socket().data().put("more", true);
		assertThat(found.data()).hasToString("{\"names\":[\"Ann\"]}");
	}

	/**
	 * What an application may store.
	 *
	 * @param name a name
	 */
	record User(String name) {
	}

	private static List<RemoteSocket> fetch(CompletableFuture<List<RemoteSocket>> sockets) {
		return join(sockets);
	}

	@Test
	void aFetchedSocketIsReached() throws InterruptedException {
		Member there = there();
		RemoteSocket remote = fetch(io().to(there.id()).fetchSockets().toFuture()).get(0);
		remote.emit("event", BYTES);
		remote.send("hello");
		remote.sendJson(new int[] { 1, 2 });
		assertThat(there.client().next().argument()).isEqualTo(BYTES);
		assertThat(there.client().next().argument()).isEqualTo("hello");
		assertThat(there.client().next().argument()).isEqualTo(List.of(1, 2));
		remote.volatileEmit("volatile");
		assertThat(there.client().next().name()).isEqualTo("volatile");
		remote.join("one", "two");
		remote.leave("one");
		remote.emit("end");
		there.names();
		assertThat(there.socket().rooms()).containsExactlyInAnyOrder(there.id(), "two");
		remote.disconnect();
		there.client().awaitLeft("/");
	}

	@Test
	void aFetchedSocketAnswers() throws InterruptedException {
		Member there = there();
		RemoteSocket remote = fetch(io().fetchSockets().toFuture()).get(0);
		CompletableFuture<Arguments> answer = remote.emitWithAck("question").toFuture();
		there.client().acknowledge(there.client().next(), 42);
		assertThat(join(answer).get(0, int.class)).isEqualTo(42);
		CompletableFuture<Arguments> late = remote.timeout(Duration.ofSeconds(1)).emitWithAck("question").toFuture();
		there.client().next();
		SERVERS.get(0).clock().advance(Duration.ofSeconds(2));
		assertThat(failure(AckException.class, late)).isNotNull();
		remote.disconnect(true);
		there.client().awaitEnd();
		await().until(() -> other().io().sockets().isEmpty());
		assertThat(failure(AckException.class, remote.emitWithAck("question").toFuture()))
			.hasMessage("the socket has disconnected");
	}

	@Test
	void roomsAreFetched() throws InterruptedException {
		Member here = here();
		Member there = there();
		here.socket().join("both", "one");
		there.socket().join("both", "two");
		assertThat(io().of("/").fetchRooms().block(WAIT)).containsExactlyInAnyOrder("both", "one", "two");
		here.socket().leave("one");
		assertThat(io().of("/").fetchRooms().block(WAIT)).containsExactlyInAnyOrder("both", "two");
	}

	@Test
	void serversAreCounted() {
		assertThat(io().serverCount().block(WAIT)).isEqualTo(SERVERS.size());
		assertThat(io().of("/").serverCount().block(WAIT)).isEqualTo(SERVERS.size());
	}

	// Servers

	@Test
	void serversTellEachOther() throws InterruptedException {
		BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
		io().onServerSideEmit("told", (arguments, ack) -> heard.add("self"));
		other().io().onServerSideEmit("told", (arguments, ack) -> {
			if (joined()) {
				heard.add(arguments.get(0, String.class));
				heard.add(arguments.get(1, byte[].class));
				heard.add(ack.isRequested());
			}
		});
		io().serverSideEmit("told", "hello", BYTES);
		if (joined()) {
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(BYTES);
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(false);
		}
		assertThat(io().serverSideEmitWithAck("nobody listens").block(WAIT)).isEmpty();
		assertThat(heard).isEmpty();
	}

	@Test
	void serversAnswerEachOther() {
		io().onServerSideEmit("asked", (arguments, ack) -> ack.send("self"));
		other().io().onServerSideEmit("asked", (arguments, ack) -> {
			if (joined()) {
				ack.send(arguments.get(0, int.class) + 1, BYTES);
				ack.send("twice");
			}
		});
		List<Arguments> answers = io().serverSideEmitWithAck("asked", 41).block(WAIT);
		assertThat(answers).hasSize(SERVERS.size() - 1).allSatisfy((answer) -> {
			assertThat(answer.get(0, int.class)).isEqualTo(42);
			assertThat(answer.get(1, byte[].class)).isEqualTo(BYTES);
		});
	}

	@Test
	void aListenerThatFailsHoldsUpNoOther() throws InterruptedException {
		assumeThat(joined()).isTrue();
		BlockingQueue<String> heard = new LinkedBlockingQueue<>();
		other().io().onServerSideEmit("failing", (arguments, ack) -> {
			throw new IllegalStateException("for the log");
		}).onServerSideEmit("failing", (arguments, ack) -> heard.add("second"));
		io().serverSideEmit("failing");
		assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
	}

	@Test
	void whoAsksDoesNotWaitForListenersThatFail() {
		assumeThat(joined()).isTrue();
		other().io().onServerSideEmit("hopeless", (arguments, ack) -> {
			throw new IllegalStateException("for the log");
		});
		// The clock stands still, so that no time-out ends this.
		assertThat(io().serverSideEmitWithAck("hopeless").block(WAIT)).isEmpty();
	}

	@Test
	void aListenerThatFailsTakesNoOthersAnswer() {
		assumeThat(joined()).isTrue();
		BlockingQueue<Ack> asked = new LinkedBlockingQueue<>();
		other().io()
			.onServerSideEmit("half", (arguments, ack) -> asked.add(ack))
			.onServerSideEmit("half", (arguments, ack) -> {
				throw new IllegalStateException("for the log");
			})
			.onServerSideEmit("after", (arguments, ack) -> ack.send());
		CompletableFuture<List<Arguments>> answers = io().serverSideEmitWithAck("half").toFuture();
		// One at a time: then the listeners before it are done.
		assertThat(io().serverSideEmitWithAck("after").block(WAIT)).hasSize(1);
		assertThat(answers).isNotDone();
		asked.remove().send(1);
		assertThat(join(answers)).singleElement()
			.satisfies((answer) -> assertThat(answer.get(0, int.class)).isEqualTo(1));
	}

	// Life cycle

	@Test
	void adaptersOfAllNamespacesStart() {
		io().of("/later");
		assertThat(health(SERVERS.get(0))).containsKeys("/", "/later").allSatisfy((name, health) -> {
			assertThat(health.up()).isTrue();
			assertThat(health.description()).isEqualTo(joined() ? "joined" : "in memory");
		});
		if (joined()) {
			assertThat(JOINED[0].members("/")).hasSize(2);
			assertThat(JOINED[0].members("/later")).hasSize(1);
			assertThat(io().of("/later").serverCount().block(WAIT)).isEqualTo(1);
		}
	}

	private static Map<String, AdapterHealth> health(TestServer server) {
		return ((DefaultSocketIOServer) server.io()).health();
	}

	@Test
	void adaptersStopWithTheirServer() {
		assumeThat(joined()).isTrue();
		TestServer third = TestServer.builder().bean(AdapterFactory.class, JOINED[0]::create).start();
		Map<String, AdapterHealth> up = health(third);
		assertThat(io().serverCount().block(WAIT)).isEqualTo(3);
		DefaultSocketIOServer server = (DefaultSocketIOServer) third.io();
		third.close();
		assertThat(io().serverCount().block(WAIT)).isEqualTo(2);
		assertThat(up.get("/").up()).isTrue();
		assertThat(server.health().get("/").up()).isFalse();
	}

	@Test
	void manyEventsKeepTheirOrder() throws InterruptedException {
		Member here = here();
		Member there = there();
		Flux.range(0, 200).subscribe((i) -> io().emit("n", i));
		for (int i = 0; i < 200; i++) {
			assertThat(here.client().next().argument()).isEqualTo(i);
			assertThat(there.client().next().argument()).isEqualTo(i);
		}
	}

}
