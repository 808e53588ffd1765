package io.github.socketiospring.server;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Families of namespaces, whose names clients choose.
 */
class FamilyTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

	private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

	private static ParentNamespace byExpression;

	private static ParentNamespace byCondition;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/tenant-exact").onConnection((socket) -> EVENTS.add("exact"));
			io.of("/tenant-{id}").use((socket) -> {
				EVENTS.add("check of " + socket.namespace().variables());
				return Mono.empty();
			}).onConnection((socket) -> {
				EVENTS.add("family");
				socket.on("echo", (arguments, ack) -> ack.send(arguments.toArray()));
				SOCKETS.add(socket);
			});
			io.of("/tenant-{a}-{b}").onConnection((socket) -> EVENTS.add("never"));
			byExpression = io.of(Pattern.compile("/(?<kind>room|hall)-(?<no>\\d+)"));
			byExpression.onConnection(SOCKETS::add);
			byCondition = io.of(KNOWN::contains);
			byCondition.onConnection(SOCKETS::add);
			io.of((name, handshake) -> switch (name) {
				case "/slow-yes" -> Mono.fromSupplier(() -> handshake.auth().path("token").asString().equals("sesame"));
				case "/slow-empty" -> Mono.empty();
				case "/slow-refused" -> Mono.error(new ConnectRefusedException("closed today", Map.of("until", 9)));
				case "/slow-broken" -> Mono.error(new IllegalStateException("secret"));
				case "/slow-thrown" -> throw new IllegalStateException("secret");
				case "/slow-null" -> null;
				default -> Mono.just(false);
			}).onConnection(SOCKETS::add);
		}).virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static SocketIoClient client() {
		SOCKETS.clear();
		EVENTS.clear();
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		return client;
	}

	private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	private static Socket join(SocketIoClient client, String name) throws InterruptedException {
		client.join(name);
		return take(SOCKETS);
	}

	private static Map<String, Namespace> children(String pattern) {
		Map<String, Namespace> children = new ConcurrentHashMap<>();
		((ParentNamespace) server.io().of(pattern)).children().forEach((child) -> children.put(child.name(), child));
		return children;
	}

	@Test
	void clientsCreateTheNamespacesOfAFamily() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Socket socket = join(client, "/tenant-7");
			assertThat(EVENTS).containsExactly("check of {id=7}", "family");
			assertThat(socket.namespace().name()).isEqualTo("/tenant-7");
			assertThat(socket.namespace().variables()).isEqualTo(Map.of("id", "7"));
			assertThat(client.call("/tenant-7", "echo", "x")).containsExactly("x");
			Socket second = join(other, "/tenant-7");
			assertThat(second.namespace()).isSameAs(socket.namespace());
			Socket elsewhere = join(other, "/tenant-8");
			assertThat(elsewhere.namespace().variables()).isEqualTo(Map.of("id", "8"));
			assertThat(children("/tenant-{id}")).containsOnlyKeys("/tenant-7", "/tenant-8");
			assertThat(server.io().namespaces()).extracting(Namespace::name).contains("/tenant-7", "/tenant-8");
			assertThat(server.io().of("/tenant-7")).isSameAs(socket.namespace());
			socket.namespace().emit("hello");
			assertThat(client.next().namespace()).isEqualTo("/tenant-7");
			assertThat(other.next().namespace()).isEqualTo("/tenant-7");
			assertThat(other.waiting()).isZero();
		}
	}

	@Test
	void anExactNamespaceWinsAndThenTheFirstFamily() throws InterruptedException {
		try (SocketIoClient client = client()) {
			client.join("/tenant-exact");
			assertThat(take(EVENTS)).isEqualTo("exact");
			join(client, "/tenant-a-b");
			assertThat(EVENTS).containsExactly("check of {id=a-b}", "family");
		}
	}

	@Test
	void whatIsAddedToAFamilyLaterGoesForThoseThatExist() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			server.io().of("/late-{x}").onConnection(SOCKETS::add);
			join(client, "/late-1");
			server.io().of("/late-{x}").use((socket) -> Mono.error(new ConnectRefusedException("full")));
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> other.join("/late-1"))
				.withMessage("{\"message\":\"full\"}");
		}
		server.io().remove("/late-{x}");
	}

	@Test
	void whatIsAddedToOneNamespaceStaysThere() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Socket first = join(client, "/tenant-own");
			first.namespace()
				.use((socket) -> Mono.fromRunnable(() -> EVENTS.add("own check")))
				.onConnection((socket) -> EVENTS.add("own listener"));
			EVENTS.clear();
			join(other, "/tenant-own");
			assertThat(take(EVENTS)).isEqualTo("check of {id=own}");
			assertThat(take(EVENTS)).isEqualTo("own check");
			assertThat(take(EVENTS)).isEqualTo("family");
			assertThat(take(EVENTS)).isEqualTo("own listener");
			join(other, "/tenant-else");
			assertThat(EVENTS).containsExactly("check of {id=else}", "family");
		}
	}

	@Test
	void namedGroupsOfExpressionsAreVariables() throws InterruptedException {
		try (SocketIoClient client = client()) {
			assertThat(join(client, "/hall-12").namespace().variables()).isEqualTo(Map.of("kind", "hall", "no", "12"));
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join("/hall-12x"))
				.withMessage("{\"message\":\"Invalid namespace\"}");
		}
	}

	@Test
	void aConditionIsAskedForEveryClient() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			KNOWN.add("/known");
			assertThat(join(client, "/known").namespace().variables()).isEmpty();
			KNOWN.remove("/known");
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> other.join("/known"))
				.withMessage("{\"message\":\"Invalid namespace\"}");
			assertThat(byCondition.children()).hasSize(1);
		}
		await().until(() -> byCondition.children().isEmpty());
	}

	@Test
	void aMatcherKnowsTheClientAndIsAskedForEveryOne() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			client.join("/slow-yes", "{\"token\":\"sesame\"}");
			assertThat(take(SOCKETS).namespace().name()).isEqualTo("/slow-yes");
			assertThatExceptionOfType(SocketIoClient.RefusedException.class)
				.isThrownBy(() -> other.join("/slow-yes", "{\"token\":\"guess\"}"))
				.withMessage("{\"message\":\"Invalid namespace\"}");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/slow-no      | {"message":"Invalid namespace"}
			/slow-empty   | {"message":"Invalid namespace"}
			/slow-refused | {"message":"closed today","data":{"until":9}}
			/slow-broken  | {"message":"Connection refused"}
			/slow-thrown  | {"message":"Connection refused"}
			/slow-null    | {"message":"Connection refused"}
			""")
	void matchersMayRefuse(String name, String expected) {
		try (SocketIoClient client = client()) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join(name))
				.withMessage(expected);
			assertThat(server.io().namespaces()).extracting(Namespace::name).doesNotContain(name);
		}
	}

	// The family as an operator

	@Test
	void aFamilyReachesTheSocketsOfAllItsNamespaces() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Socket one = join(client, "/room-1");
			Socket two = join(other, "/room-2");
			join(other, "/tenant-stranger");
			byExpression.emit("to", "all");
			assertThat(client.next().namespace()).isEqualTo("/room-1");
			assertThat(other.next().namespace()).isEqualTo("/room-2");
			one.join("red");
			byExpression.to("red").emit("to", "red");
			assertThat(client.next().arguments()).containsExactly("red");
			byExpression.except("red").emit("to", "others");
			assertThat(other.next().arguments()).containsExactly("others");
			byExpression.local().socketsJoin("blue");
			assertThat(two.rooms()).contains("blue");
			assertThat(byExpression.fetchRooms().block()).containsExactlyInAnyOrder("red", "blue");
			byExpression.to("red").socketsLeave("blue");
			assertThat(one.rooms()).doesNotContain("blue");
			assertThat(byExpression.sockets()).containsExactlyInAnyOrder(one, two);
			assertThat(byExpression.socket(two.id())).isSameAs(two);
			assertThat(byExpression.socket("nobody")).isNull();
			assertThat(byExpression.fetchSockets().block()).extracting(RemoteSocket::id)
				.containsExactlyInAnyOrder(one.id(), two.id());
			assertThat(byExpression.serverCount().block()).isOne();
			RemoteSocket remote = byExpression.to("red").fetchSockets().block().get(0);
			remote.emit("to", "one");
			assertThat(client.next().arguments()).containsExactly("one");
			assertThat(client.waiting() + other.waiting()).isZero();
			byExpression.disconnectSockets();
			client.awaitLeft("/room-1");
			other.awaitLeft("/room-2");
		}
	}

	@Test
	void aFamilyCollectsAcknowledgements() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			join(client, "/room-1");
			join(other, "/room-2");
			Mono<List<Arguments>> answers = byExpression.emitWithAck("ask").cache();
			answers.subscribe();
			client.acknowledge(client.next(), 1);
			other.acknowledge(other.next(), 2);
			assertThat(answers.block()).extracting((answer) -> answer.get(0, Integer.class))
				.containsExactlyInAnyOrder(1, 2);
			assertThat(byExpression.to("nobody").emitWithAck("ask").block()).isEmpty();
		}
	}

	@Test
	void familiesWithoutNamespacesAnswerAtOnce() {
		ParentNamespace empty = (ParentNamespace) server.io().of("/empty-{x}");
		empty.emit("nobody");
		assertThat(empty.emitWithAck("nobody").block()).isEmpty();
		assertThat(empty.fetchSockets().block()).isEmpty();
		assertThat(empty.children()).isEmpty();
		assertThat(empty.variables()).isEmpty();
		assertThat(empty.name()).isEqualTo("/empty-{x}");
		server.io().remove("/empty-{x}");
	}

	// Names

	@Test
	void familiesAreFoundByTheirPattern() {
		assertThat(server.io().of("tenant-{id}")).isSameAs(server.io().of("/tenant-{id}"));
		assertThatIllegalArgumentException().isThrownBy(() -> server.io().of("/tenant-{other}"))
			.withMessageContaining("/tenant-{id}")
			.withMessageContaining("/tenant-{other}");
		assertThatIllegalArgumentException().isThrownBy(() -> server.io().of("/tenant-{id"))
			.withMessageContaining("/tenant-{id}");
		assertThatIllegalArgumentException().isThrownBy(() -> server.io().of("/room-*"))
			.withMessageContaining("/tenant-{id}");
		assertThat(byExpression.name()).isNotEqualTo(byCondition.name()).startsWith("/{");
	}

	@Test
	void whatTheApplicationNamesIsOfTheFamily() {
		Namespace named = server.io().of("/tenant-named");
		assertThat(named.variables()).isEqualTo(Map.of("id", "named"));
		assertThat(children("/tenant-{id}")).containsKey("/tenant-named");
		server.io().remove("/tenant-named");
	}

	@Test
	void namesThatCannotBeAreRefused() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			for (String name : List.of("/tenant-{id}", "/tenant-*", "/*", "/tenant-a#b", "/tenant-\u0000",
					"/tenant-\u202e", "//tenant-7", "/tenant-7/", "/tenant-", "/tenant-7?x=1", "/tenant-[a]", "/{0}")) {
				socket.text("40" + name + ",");
				assertThat(socket.read().text()).isEqualTo("44" + name + ",{\"message\":\"Invalid namespace\"}");
			}
			socket.text("40/tenant-ö €,");
			assertThat(socket.read().text()).startsWith("40/tenant-ö €,{\"sid\":");
		}
	}

	@Test
	void aNameOfAMegabyteEndsTheConnection() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			socket.text("40/tenant-" + "x".repeat(900_000) + ",");
			assertThat(socket.readClose().status()).isEqualTo(1005);
		}
		assertThat(children("/tenant-{id}").keySet()).noneMatch((name) -> name.length() > 256);
	}

}
