package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.AckException;
import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Clients that leave, are refused or are kept waiting while they join, and packets that
 * cross the end of a membership.
 */
class JoiningTests {

	private static final BlockingQueue<Socket> ASKED = new LinkedBlockingQueue<>();

	private static final BlockingQueue<Socket> CANCELLED = new LinkedBlockingQueue<>();

	private static final BlockingQueue<Socket> JOINED = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/").use(JoiningTests::decide).onConnection(JOINED::add);
			io.of("/slow").use((socket) -> keepWaiting(socket));
			io.of("/refused").use((socket) -> Mono.error(new ConnectRefusedException("no")));
			io.of("/sorry").onConnection((socket) -> {
				throw new ConnectRefusedException("on second thoughts");
			});
			for (String name : List.of("/a", "/b")) {
				io.of(name).onConnection((socket) -> {
					socket.on("echo", (arguments, ack) -> socket.emit("echo", arguments.toArray()));
					socket.on("kick", (arguments, ack) -> socket.disconnect());
				});
			}
		}).properties("socketio.connect-timeout=10s").virtualTime().start();
	}

	private static Mono<Void> decide(Socket socket) {
		return switch (String.valueOf(socket.handshake().query().getFirst("root"))) {
			case "refused" -> Mono.error(new ConnectRefusedException("no"));
			case "slow" -> keepWaiting(socket);
			default -> Mono.empty();
		};
	}

	private static Mono<Void> keepWaiting(Socket socket) {
		socket.join("early");
		ASKED.add(socket);
		return Mono.<Void>never().doOnCancel(() -> CANCELLED.add(socket));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		// What the last test's clients leave behind must not come later.
		await().until(() -> server.io().clientsCount() == 0);
		ASKED.clear();
		CANCELLED.clear();
		JOINED.clear();
	}

	private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
		T element = queue.poll(20, TimeUnit.SECONDS);
		assertThat(element).isNotNull();
		return element;
	}

	private static RawWebSocket open(String revision, String root) {
		RawWebSocket client = RawWebSocket.at(server,
				"/socket.io/?EIO=" + revision + "&transport=websocket&root=" + root);
		assertThat(client.read().text()).startsWith("0{");
		return client;
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void whoLeavesWhileMiddlewareRunsIsNotWaitedFor(String revision) throws InterruptedException {
		RawWebSocket client = open(revision, "slow");
		if (revision.equals("4")) {
			client.text("40");
		}
		Socket socket = take(ASKED);
		assertThat(CANCELLED).isEmpty();
		client.close();
		assertThat(take(CANCELLED)).isSameAs(socket);
		await().until(() -> server.io().clientsCount() == 0);
		assertThat(socket.isConnected()).isFalse();
		assertThat(socket.rooms()).isEmpty();
		assertThat(server.io().of("/").fetchRooms().block()).doesNotContain("early");
		assertThatExceptionOfType(AckException.class).isThrownBy(() -> socket.emitWithAck("anybody?").block())
			.withMessage("the socket has disconnected");
	}

	@Test
	void whoLeavesTheConnectionLeavesAllJoins() throws InterruptedException {
		try (RawWebSocket client = open("4", "")) {
			client.text("40");
			take(JOINED);
			client.text("40/slow,");
			Socket slow = take(ASKED);
			client.text("1");
			assertThat(take(CANCELLED)).isSameAs(slow);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "refused", "slow" })
	void whoeverIsNotLetInMustGo(String root) throws InterruptedException {
		try (RawWebSocket client = open("3", root); RawWebSocket other = open("3", "")) {
			take(JOINED);
			assertThat(other.read().text()).isEqualTo("40");
			if (root.equals("refused")) {
				assertThat(client.read().text()).isEqualTo("44\"no\"");
			}
			else {
				take(ASKED);
			}
			client.text("2");
			assertThat(client.read().text()).isEqualTo("3");
			server.clock().advance(Duration.ofSeconds(11));
			assertThat(client.readClose().status()).isEqualTo(1005);
			assertThat(CANCELLED).hasSize(root.equals("slow") ? 1 : 0);
			other.text("2");
			assertThat(other.read().text()).isEqualTo("3");
		}
	}

	@Test
	void whoIsRefusedButJoinsAnotherNamespaceMayStay() {
		try (RawWebSocket client = open("3", "refused")) {
			assertThat(client.read().text()).isEqualTo("44\"no\"");
			client.text("40/a,");
			assertThat(client.read().text()).isEqualTo("40/a,");
			server.clock().advance(Duration.ofSeconds(11));
			client.text("42/a,[\"echo\",1]");
			assertThat(client.read().text()).isEqualTo("42/a,[\"echo\",1]");
		}
	}

	@Test
	void packetsBehindTheOneThatLeftAreIgnored() {
		try (RawWebSocket client = open("4", "")) {
			client.text("40/a,");
			assertThat(client.read().text()).startsWith("40/a,");
			client.text("40/b,");
			assertThat(client.read().text()).startsWith("40/b,");
			client.text("41/a,");
			client.text("42/a,[\"late\"]");
			client.text("43/a,1[]");
			client.text("41/a,");
			client.text("42/b,[\"echo\",1]");
			assertThat(client.read().text()).isEqualTo("42/b,[\"echo\",1]");
			client.text("40/a,");
			assertThat(client.read().text()).startsWith("40/a,");
			client.text("42/a,[\"echo\",2]");
			assertThat(client.read().text()).isEqualTo("42/a,[\"echo\",2]");
		}
	}

	@Test
	void packetsThatCrossTheServersDisconnectAreIgnored() {
		try (RawWebSocket client = open("4", "")) {
			client.text("40/a,");
			assertThat(client.read().text()).startsWith("40/a,");
			client.text("42/a,[\"kick\"]");
			assertThat(client.read().text()).isEqualTo("41/a,");
			client.text("42/a,[\"late\"]");
			client.text("41/a,");
			client.text("40/b,");
			assertThat(client.read().text()).startsWith("40/b,");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "42/b,[\"stranger\"]", "43/b,1[]", "41/b,", "42/unknown,[\"stranger\"]" })
	void packetsForANamespaceThatWasNeverJoinedAreFatal(String packet) {
		try (RawWebSocket client = open("4", "")) {
			client.text("40/a,");
			assertThat(client.read().text()).startsWith("40/a,");
			client.text(packet);
			assertThat(client.readClose().status()).isEqualTo(1005);
		}
	}

	@Test
	void whatIsIgnoredMustBeValid() {
		try (RawWebSocket client = open("4", "")) {
			client.text("40/a,");
			assertThat(client.read().text()).startsWith("40/a,");
			client.text("41/a,");
			client.text("42/a,[\"late\",");
			assertThat(client.readClose().status()).isEqualTo(1005);
		}
	}

	@Test
	void oldestClientsMaySpeakToNamespacesThatHaveRefusedThem() {
		LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET);
		try (client) {
			client.open();
			client.join("/");
			client.send("1::/refused", "5::/refused:{\"name\":\"x\"}", "5:1+:/refused:{\"name\":\"x\"}",
					"6::/refused:1", "4::/refused:{}", "3::/unknown:text");
			client.join("/a");
			client.emit("/a", "echo", 1);
			assertThat(client.next().arguments()).containsExactly(1);
		}
	}

	@Test
	void oldestClientsMayAskAgainWhileMiddlewareRuns() throws InterruptedException {
		LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET);
		try (client) {
			client.open();
			client.join("/");
			client.send("1::/slow");
			take(ASKED);
			client.send("1::/slow");
			client.join("/a");
			client.emit("/a", "echo", 1);
			assertThat(client.next().arguments()).containsExactly(1);
			assertThat(ASKED).isEmpty();
		}
	}

	@Test
	void aHandlerThatRefusesDisconnectsFromItsNamespaceOnly() {
		try (SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			client.open();
			client.join("/a");
			client.join("/sorry");
			client.awaitLeft("/sorry");
			client.emit("/a", "echo", "alive");
			assertThat(client.next().argument()).isEqualTo("alive");
		}
	}

}
