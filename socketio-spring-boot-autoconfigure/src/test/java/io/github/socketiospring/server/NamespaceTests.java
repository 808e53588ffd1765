package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Namespaces and sockets as applications use them by code.
 */
class NamespaceTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			for (String name : List.of("/", "/a", "/b", "/c")) {
				io.of(name).onConnection(SOCKETS::add).onConnection(REASONS::watch);
			}
			io.of("/refused").use((socket) -> Mono.error(new ConnectRefusedException("not you", Map.of("code", 42))));
			io.of("/failing").use((socket) -> Mono.error(new IllegalStateException("secret")));
			io.of("/throwing").use((socket) -> {
				throw new IllegalStateException("secret");
			});
			io.of("/waiting").use((socket) -> Mono.never());
			io.of("/checked").use((socket) -> {
				socket.data().put("token", socket.handshake().auth().path("token").asString());
				socket.emit("before", "connect");
				socket.join("early");
				return Mono.delay(Duration.ofMillis(5)).then();
			})
				.use((socket) -> Mono.fromRunnable(() -> socket.data().merge("token", "!", (a, b) -> "" + a + b)))
				.onConnection((socket) -> {
					socket.emit("after", socket.data().get("token"), socket.rooms().contains("early"));
					SOCKETS.add(socket);
				});
		})
			.properties("socketio.limits.max-namespaces-per-connection=3", "socketio.limits.max-rooms-per-socket=3")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static SocketIoClient client() {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		return client;
	}

	private static Socket join(SocketIoClient client, String namespace) throws InterruptedException {
		SOCKETS.clear();
		client.join(namespace);
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/refused={\"message\":\"not you\",\"data\":{\"code\":42}}",
			"/failing={\"message\":\"Connection refused\"}", "/throwing={\"message\":\"Connection refused\"}",
			"/unknown={\"message\":\"Invalid namespace\"}" })
	void namespacesCanBeRefused(String expected) throws InterruptedException {
		String namespace = expected.substring(0, expected.indexOf('='));
		try (SocketIoClient client = client()) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join(namespace))
				.withMessage(expected.substring(namespace.length() + 1));
			assertThat(server.io().of("/refused").sockets()).isEmpty();
			join(client, "/");
		}
	}

	@Test
	void interceptorsRunInOrderAndMayEmitBeforeConnect() {
		try (RawWebSocket socket = RawWebSocket.open(server)) {
			socket.text("40/checked,{\"token\":\"t\"}");
			assertThat(socket.read().text()).isEqualTo("42/checked,[\"before\",\"connect\"]");
			assertThat(socket.read().text()).startsWith("40/checked,{\"sid\":");
			assertThat(socket.read().text()).isEqualTo("42/checked,[\"after\",\"t!\",true]");
		}
	}

	@Test
	void broadcastsReachASocketOnlyAfterConnect() throws InterruptedException {
		for (int i = 0; i < 20; i++) {
			try (RawWebSocket socket = RawWebSocket.open(server)) {
				SOCKETS.clear();
				socket.text("40/checked,{\"token\":\"t\"}");
				while (SOCKETS.poll(1, TimeUnit.MILLISECONDS) == null) {
					server.io().of("/checked").emit("all");
					server.io().of("/checked").to("early").emit("room");
				}
				assertThat(socket.read().text()).contains("before");
				assertThat(socket.read().text()).startsWith("40/checked,{\"sid\":");
			}
		}
	}

	@Test
	void aMessageWhileInterceptorsRunIsFatal() {
		try (RawWebSocket socket = RawWebSocket.open(server)) {
			socket.text("40/waiting,");
			socket.text("42/waiting,[\"x\"]");
			RawWebSocket.Frame close = socket.readClose();
			assertThat(close.status()).isEqualTo(1005);
		}
	}

	@Test
	void aConnectionJoinsSoManyNamespaces() throws InterruptedException {
		try (SocketIoClient client = client()) {
			join(client, "/");
			join(client, "/a");
			Socket b = join(client, "/b");
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join("/c"))
				.withMessage("{\"message\":\"Too many namespaces\"}");
			client.leave("/b");
			REASONS.await(b.id(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		}
		try (SocketIoClient client = client()) {
			join(client, "/c");
		}
	}

	@Test
	void aSocketJoinsSoManyRooms() throws InterruptedException {
		try (SocketIoClient client = client()) {
			Socket socket = join(client, "/");
			socket.join("1", "2", "3");
			socket.join("3");
			assertThatIllegalStateException().isThrownBy(() -> socket.join("4"))
				.withMessageContaining("max-rooms-per-socket");
			assertThat(socket.rooms()).containsExactlyInAnyOrder("1", "2", "3", socket.id());
			socket.leave("1");
			socket.join("4");
			assertThat(socket.rooms()).contains("4").doesNotContain("1");
		}
	}

	@Test
	void roomsAreStillKnownWhileDisconnecting() throws InterruptedException {
		BlockingQueue<Set<String>> rooms = new LinkedBlockingQueue<>();
		SocketIoClient client = client();
		Socket socket = join(client, "/");
		socket.join("room");
		socket.onDisconnecting((reason, description) -> {
			assertThat(socket.isConnected()).isFalse();
			rooms.add(socket.rooms());
		});
		socket.onDisconnect((reason, description) -> rooms.add(socket.rooms()));
		client.drop();
		assertThat(rooms.poll(20, TimeUnit.SECONDS)).containsExactlyInAnyOrder("room", socket.id());
		assertThat(rooms.poll(20, TimeUnit.SECONDS)).isEmpty();
		assertThat(server.io().to("room").sockets()).isEmpty();
		assertThat(server.io().of("/").socket(socket.id())).isNull();
		socket.emit("into", "the void");
		socket.join("again");
		assertThat(server.io().to("again").sockets()).isEmpty();
	}

	@Test
	void socketsOfOneClientKnowEachOther() throws InterruptedException {
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Socket root = join(client, "/");
			Socket a = join(client, "/a");
			Socket stranger = join(other, "/");
			assertThat(root.sibling("/a")).containsSame(a);
			assertThat(a.sibling("/")).containsSame(root);
			assertThat(root.sibling("a")).containsSame(a);
			assertThat(root.sibling("/b")).isEmpty();
			assertThat(stranger.sibling("/a")).isEmpty();
			root.session().put("user", "u");
			root.data().put("own", 1);
			assertThat(a.session()).containsEntry("user", "u");
			assertThat(a.data()).isEmpty();
			assertThat(stranger.session()).isEmpty();
		}
	}

	@Test
	void operatorsSelectSockets() throws InterruptedException {
		try (SocketIoClient one = client(); SocketIoClient two = client(); SocketIoClient three = client()) {
			Socket first = join(one, "/a");
			Socket second = join(two, "/a");
			Socket third = join(three, "/a");
			first.join("x");
			second.join("x", "y");
			server.io().of("/a").to("x", "y").except(first.id()).emit("to");
			first.broadcast().emit("broadcast");
			second.to("x").emit("from second");
			server.io().of("/a").to(third.id()).emit("direct");
			server.io().of("/a").emit("end");
			assertThat(names(one)).containsExactly("from second", "end");
			assertThat(names(two)).containsExactly("to", "broadcast", "end");
			assertThat(names(three)).containsExactly("broadcast", "direct", "end");
			server.io().of("/a").to("x").socketsLeave("x");
			assertThat(server.io().of("/a").to("x").sockets()).isEmpty();
			server.io().of("/a").except("y").disconnectSockets(false);
			one.awaitLeft("/a");
			three.awaitLeft("/a");
			assertThat(server.io().of("/a").sockets()).containsExactly(second);
		}
	}

	/** The events until "end". */
	private static List<String> names(SocketIoClient client) {
		List<String> names = new ArrayList<>();
		do {
			names.add(client.next().name());
		}
		while (!names.contains("end"));
		return names;
	}

	@Test
	void listenersAndInterceptorsSeeEvents() throws InterruptedException {
		try (SocketIoClient client = client()) {
			Socket socket = join(client, "/");
			List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
			socket.onAny((event, arguments) -> seen.add("any " + event));
			socket.use((event) -> {
				seen.add("use " + event.name());
				return event.name().equals("bad") ? Mono.error(new IllegalStateException("bad event"))
						: Mono.just(event);
			});
			socket.on("good", (arguments, ack) -> seen.add("first"));
			socket.on("good", (arguments, ack) -> seen.add("second"));
			socket.on("bad", (arguments, ack) -> seen.add("never"));
			socket.on("end", (arguments, ack) -> ack.send());
			client.emit("/", "good");
			client.emit("/", "bad");
			assertThat(client.call("/", "end")).isEmpty();
			assertThat(seen).containsExactly("any good", "use good", "first", "second", "any bad", "use bad", "any end",
					"use end");
			seen.clear();
			socket.off("good");
			client.emit("/", "good");
			client.call("/", "end");
			assertThat(seen).containsExactly("any good", "use good", "any end", "use end");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" })
	void reservedNamesAreRefused(String event) throws InterruptedException {
		try (SocketIoClient client = client()) {
			Socket socket = join(client, "/");
			assertThatIllegalArgumentException().isThrownBy(() -> socket.emit(event));
			assertThatIllegalArgumentException().isThrownBy(() -> socket.volatileEmit(event));
			assertThatIllegalArgumentException().isThrownBy(() -> socket.emitWithAck(event));
			assertThatIllegalArgumentException().isThrownBy(() -> socket.to("x").emit(event));
			assertThatIllegalArgumentException().isThrownBy(() -> server.io().emit(event));
			assertThatIllegalArgumentException().isThrownBy(() -> server.io().emitWithAck(event));
		}
	}

	@Test
	void namesOfClientsHaveNoMeaning() throws InterruptedException {
		try (SocketIoClient client = client()) {
			Socket socket = join(client, "/");
			List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
			for (String name : List.of("error", "__proto__", "constructor", "*", "connection", "")) {
				socket.on(name, (arguments, ack) -> seen.add(name));
				client.emit("/", name);
			}
			socket.on("1", (arguments, ack) -> seen.add("number"));
			client.send("42[1,2]");
			await().until(() -> seen.size() == 7);
			assertThat(seen).containsExactly("error", "__proto__", "constructor", "*", "connection", "", "number");
		}
	}

	@Test
	void aConnectionThatJoinsNothingIsClosed() throws InterruptedException {
		try (RawWebSocket idle = RawWebSocket.open(server); SocketIoClient client = client()) {
			Socket socket = join(client, "/");
			client.answerHeartbeats(false);
			// Past the time-out in steps that are shorter than the heartbeat's.
			idle.text("40/unknown,");
			assertThat(idle.read().text()).startsWith("44/unknown,");
			server.clock().advance(Duration.ofSeconds(24));
			server.clock().advance(Duration.ofSeconds(3));
			assertThat(idle.read().text()).isEqualTo("2");
			idle.text("3");
			server.clock().advance(Duration.ofSeconds(17));
			idle.send(true, RawWebSocket.PING, new byte[0]);
			assertThat(idle.read().opcode()).isEqualTo(RawWebSocket.PONG);
			server.clock().advance(Duration.ofSeconds(2));
			assertThat(idle.readClose().status()).isEqualTo(1005);
			assertThat(REASONS.of(socket.id())).isIn(null, DisconnectReason.PING_TIMEOUT);
		}
	}

}
