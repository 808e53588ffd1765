package io.github.socketiospring.server;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that do not read while the server emits much more than may be queued.
 */
class SlowReaderTests {

	private static final int EVENT_SIZE = 50_000;

	private static final int EVENTS = 1000;

	private static final long MAX_BUFFERED = 1_000_000;

	private static final Reasons REASONS = new Reasons();

	private static final List<Socket> SOCKETS = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			SOCKETS.add(socket);
			socket.on("who", (arguments, ack) -> ack.send(socket.id()));
		})).properties("socketio.max-buffered-bytes=" + MAX_BUFFERED + "B").virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** Emits 50 MB to all clients, with a pause whenever the good client has to read. */
	private static void flood(SocketIoClient good) {
		String text = "x".repeat(EVENT_SIZE);
		for (int i = 0; i < EVENTS; i++) {
			server.io().emit("n", i, text);
			if (i % 10 == 9) {
				for (int j = i - 9; j <= i; j++) {
					assertThat(good.next().argument()).isEqualTo(j);
				}
			}
		}
	}

	private static SocketIoClient goodClient() {
		SocketIoClient good = new SocketIoClient(new WebSocketWire(server));
		good.open();
		good.join("/");
		good.call("/", "who");
		return good;
	}

	private static void assertDropped(String id) {
		REASONS.await(id, DisconnectReason.FORCED_SERVER_CLOSE);
		assertThat(REASONS.description(id)).contains("bytes");
	}

	private static long usedByBuffers() {
		PooledByteBufAllocatorMetric metric = PooledByteBufAllocator.DEFAULT.metric();
		return metric.usedDirectMemory() + metric.usedHeapMemory();
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Test
	void aWebSocketThatIsNotReadIsDropped() {
		try (RawWebSocket slow = RawWebSocket.joined(server); SocketIoClient good = goodClient()) {
			slow.text("429[\"who\"]");
			String id = slow.read().text().substring(5, 25);
			long heap = usedHeap();
			long buffers = usedByBuffers();
			flood(good);
			assertDropped(id);
			assertThat(usedHeap() - heap).isLessThan(20_000_000);
			assertThat(usedByBuffers() - buffers).isLessThan(20_000_000);
			assertThat(good.call("/", "who")).hasSize(1);
		}
		awaitNobody();
	}

	@Test
	void aClientThatDoesNotPollIsDropped() {
		PollingSession slow = PollingSession.joined(server);
		try (SocketIoClient good = goodClient()) {
			long heap = usedHeap();
			flood(good);
			assertDropped(slow.socketId());
			assertThat(usedHeap() - heap).isLessThan(20_000_000);
			assertThat(slow.get().body()).contains("\"code\":1");
		}
		awaitNobody();
	}

	@Test
	void aPollThatIsNotReadIsDropped() {
		PollingSession slow = PollingSession.joined(server);
		try (RawHttp poll = slow.pendingGet(); SocketIoClient good = goodClient()) {
			long heap = usedHeap();
			flood(good);
			assertDropped(slow.socketId());
			assertThat(usedHeap() - heap).isLessThan(20_000_000);
		}
		awaitNobody();
	}

	@Test
	void aSlowButSteadyReaderLosesNothing() {
		try (RawWebSocket slow = RawWebSocket.joined(server)) {
			slow.text("429[\"who\"]");
			String id = slow.read().text().substring(5, 25);
			Socket socket = SOCKETS.stream().filter((candidate) -> candidate.id().equals(id)).findFirst().orElseThrow();
			String text = "x".repeat(900_000);
			for (int i = 0; i < 20; i++) {
				socket.emit("n", i, text);
				assertThat(slow.read().text()).startsWith("42[\"n\"," + i + ",\"x")
					.hasSize(900_011 + String.valueOf(i).length());
			}
		}
		awaitNobody();
	}

	@Test
	void whatWasEmittedBeforeADisconnectArrives() {
		try (RawWebSocket slow = RawWebSocket.joined(server)) {
			slow.text("429[\"who\"]");
			String id = slow.read().text().substring(5, 25);
			Socket socket = SOCKETS.stream().filter((candidate) -> candidate.id().equals(id)).findFirst().orElseThrow();
			String text = "x".repeat(40_000);
			for (int i = 0; i < 10; i++) {
				socket.emit("n", i, text);
			}
			socket.disconnect(true);
			REASONS.await(id, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			CompletableFuture<String> last = CompletableFuture.supplyAsync(() -> {
				for (int i = 0; i < 10; i++) {
					assertThat(new String(slow.read().payload(), StandardCharsets.UTF_8)).startsWith("42[\"n\"," + i);
				}
				return slow.read().text();
			}, NewThread::start);
			assertThat(last.join()).isEqualTo("41");
			assertThat(slow.readClose().status()).isEqualTo(1005);
		}
		awaitNobody();
	}

	private static void awaitNobody() {
		await().until(() -> server.engine().size() == 0);
	}

}
