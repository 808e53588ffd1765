package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads emit while clients lose their connections and come back: each client
 * receives each event once, and in order.
 */
class RecoveryUnderLoadTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int CLIENTS = 6;

	private static final int EMITTERS = 4;

	private static final int RETURNS = 15;

	/** The most events that clients have not looked at. */
	private static final int AHEAD = 3_000;

	private final BlockingQueue<Socket> connected = new LinkedBlockingQueue<>();

	private final Map<String, Semaphore> losses = new ConcurrentHashMap<>();

	private final Semaphore room = new Semaphore(AHEAD);

	private final AtomicBoolean done = new AtomicBoolean();

	@Test
	void eachClientReceivesEachEventOnceAndInOrder() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try (TestServer server = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true")
			.customizer((io) -> io.of("/").onConnection((socket) -> {
				socket.onDisconnect((reason, description) -> lossesOf(socket.id()).release());
				this.connected.add(socket);
			}))
			.start()) {
			List<Client> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				Client client = new Client(server, i);
				client.start(this.connected);
				clients.add(client);
			}
			List<Future<?>> emitters = new ArrayList<>();
			for (int i = 0; i < EMITTERS; i++) {
				int number = i;
				emitters.add(threads.submit(() -> emit(server, clients, number)));
			}
			List<Future<?>> running = new ArrayList<>();
			for (Client client : clients) {
				running.add(threads.submit(client::run));
			}
			for (Client client : clients) {
				assertThat(client.returns.tryAcquire(RETURNS, 120, TimeUnit.SECONDS)).isTrue();
			}
			this.done.set(true);
			for (Future<?> emitter : emitters) {
				emitter.get(60, TimeUnit.SECONDS);
			}
			server.io().emit("end", EMITTERS, 0);
			for (Future<?> client : running) {
				client.get(60, TimeUnit.SECONDS);
			}
			int[] counts = new int[EMITTERS];
			for (Client client : clients) {
				for (int i = 0; i < EMITTERS; i++) {
					counts[i] = Math.max(counts[i], client.next.getOrDefault("all" + i, 0));
				}
			}
			assertThat(clients).allSatisfy((client) -> {
				for (int i = 0; i < EMITTERS; i++) {
					assertThat(client.next.get("all" + i)).isEqualTo(counts[i]).isPositive();
				}
			});
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Semaphore lossesOf(String id) {
		return this.losses.computeIfAbsent(id, (key) -> new Semaphore(0));
	}

	/**
	 * Emits numbered events: to all, to a room of half of the clients, and to each.
	 */
	private void emit(TestServer server, List<Client> clients, int emitter) {
		for (int i = 0; !this.done.get(); i++) {
			this.room.acquireUninterruptibly(CLIENTS + CLIENTS / 2 + CLIENTS);
			server.io().emit("all" + emitter, i);
			server.io().to("even").emit("even" + emitter, i);
			for (Client client : clients) {
				client.socket.emit("single" + emitter, i);
			}
		}
	}

	/**
	 * A client that is cut off again and again. It remembers which number comes next of
	 * each kind of event.
	 */
	private final class Client {

		private final TestServer server;

		private final int number;

		private final Map<String, Integer> next = new HashMap<>();

		private final Semaphore returns = new Semaphore(0);

		private final Random random;

		private SocketIoClient client;

		private String privateId = "";

		private String id = "";

		private String offset = "";

		/** The one that it had at first: what is emitted to it is remembered, too. */
		private volatile Socket socket;

		Client(TestServer server, int number) {
			this.server = server;
			this.number = number;
			this.random = new Random(number);
			this.client = new SocketIoClient(new WebSocketWire(server));
		}

		void start(BlockingQueue<Socket> sockets) throws InterruptedException {
			this.client.open();
			JsonNode answer = JSON.readTree(this.client.join("/", null));
			this.privateId = answer.get("pid").asString();
			this.id = answer.get("sid").asString();
			this.socket = sockets.take();
			if (this.number % 2 == 0) {
				this.socket.join("even");
			}
		}

		Void run() throws InterruptedException {
			int left = 50;
			while (true) {
				KitClient.Event event = this.client.next();
				this.offset = (String) event.arguments().get(event.arguments().size() - 1);
				if (event.name().equals("end")) {
					this.client.close();
					return null;
				}
				int expected = this.next.getOrDefault(event.name(), 0);
				if (event.name().startsWith("even")) {
					assertThat(this.number % 2).isZero();
				}
				assertThat(event.argument()).as("%s of client %s", event.name(), this.number).isEqualTo(expected);
				this.next.put(event.name(), expected + 1);
				RecoveryUnderLoadTests.this.room.release();
				if (left-- == 0) {
					left = this.random.nextInt(200);
					comeBack();
				}
			}
		}

		private void comeBack() throws InterruptedException {
			this.client.drop();
			assertThat(lossesOf(this.id).tryAcquire(20, TimeUnit.SECONDS)).isTrue();
			this.client = new SocketIoClient(new WebSocketWire(this.server));
			this.client.open();
			JsonNode answer = JSON.readTree(this.client.join("/",
					JSON.writeValueAsString(Map.of("pid", this.privateId, "offset", this.offset))));
			assertThat(answer.get("sid").asString()).isEqualTo(this.id);
			this.returns.release();
		}

	}

}
