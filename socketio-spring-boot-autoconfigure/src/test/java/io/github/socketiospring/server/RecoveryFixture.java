package io.github.socketiospring.server;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose sockets outlive their connections, and clients that lose theirs.
 */
@ExtendWith(RecoveryFixture.SharedServer.class)
abstract class RecoveryFixture {

	static final JsonMapper JSON = JsonMapper.shared();

	static final BlockingQueue<Socket> CONNECTED = new LinkedBlockingQueue<>();

	/** Why each socket has gone. */
	static final Map<Socket, CompletableFuture<DisconnectReason>> GONE = new ConcurrentHashMap<>();

	static final BlockingQueue<Socket> ASKED = new LinkedBlockingQueue<>();

	/** Shared by all classes. */
	static TestServer server;

	/**
	 * Starts the server when the first class needs it; it is closed after the last.
	 */
	static final class SharedServer implements BeforeAllCallback {

		@Override
		public void beforeAll(ExtensionContext context) {
			server = context.getRoot()
				.getStore(ExtensionContext.Namespace.GLOBAL)
				.computeIfAbsent(RecoveryFixture.class, (key) -> start(), TestServer.class);
		}

	}

	private static TestServer start() {
		return TestServer.builder()
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
	record Member(SocketIoClient client, JsonNode answer, Socket socket) {

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

	static KitClient.Event nextOf(KitClient client, String name) {
		KitClient.Event event = client.next();
		assertThat(event.name()).isEqualTo(name);
		return event;
	}

	static String last(KitClient.Event event) {
		return (String) event.arguments().get(event.arguments().size() - 1);
	}

	static <T> T take(BlockingQueue<T> queue) {
		try {
			T value = queue.poll(20, TimeUnit.SECONDS);
			assertThat(value).isNotNull();
			return value;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Member join(TestServer at, Wire wire, String namespace, @Nullable String auth) {
		SocketIoClient client = new SocketIoClient(wire);
		client.open();
		JsonNode answer = JSON.readTree(client.join(namespace, auth));
		return new Member(client, answer, takeConnected(answer));
	}

	static Member join(@Nullable String auth) {
		return join(server, new WebSocketWire(server), "/", auth);
	}

	static void watch(Socket socket) {
		CompletableFuture<DisconnectReason> gone = new CompletableFuture<>();
		GONE.put(socket, gone);
		socket.onDisconnect((reason, description) -> gone.complete(reason));
	}

	/** Waits until the server knows that a socket has gone. */
	static DisconnectReason awaitGone(Socket socket) {
		return GONE.get(socket).orTimeout(20, TimeUnit.SECONDS).join();
	}

	/** Cuts the connection, and waits until the server knows. */
	static void lose(Member member) {
		member.client().drop();
		awaitGone(member.socket());
	}

	/** Waits until the server knows that a client has joined. */
	static Socket takeConnected(JsonNode answer) {
		Socket socket = take(CONNECTED);
		while (!socket.id().equals(answer.path("sid").asString(""))) {
			// Another test's.
			socket = take(CONNECTED);
		}
		return socket;
	}

}
