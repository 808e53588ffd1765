package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sets up a server whose namespaces come and go, with adapters that remember what they
 * were told.
 */
abstract class NamespaceFixture {

	static final Runnable NOTHING = () -> {
	};

	final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();

	final BlockingQueue<Socket> asked = new LinkedBlockingQueue<>();

	final List<String> created = new CopyOnWriteArrayList<>();

	final Map<String, List<RecordingAdapter>> adapters = new ConcurrentHashMap<>();

	final CountDownLatch handlerMayEnd = new CountDownLatch(1);

	volatile Duration memory = Duration.ZERO;

	volatile Mono<Void> starts = Mono.empty();

	volatile Mono<Void> stops = Mono.empty();

	volatile Runnable whenRoomIsDeleted = NOTHING;

	volatile Runnable whenAsked = NOTHING;

	TestServer server;

	final void start(String... properties) {
		AdapterFactory factory = (namespace) -> {
			RecordingAdapter adapter = new RecordingAdapter(new InMemoryAdapter(namespace));
			this.adapters.computeIfAbsent(namespace.name(), (key) -> new CopyOnWriteArrayList<>()).add(adapter);
			return adapter;
		};
		this.server = TestServer.builder().bean(AdapterFactory.class, factory).customizer((io) -> {
			io.onNewNamespace((namespace) -> this.created.add(namespace.name()));
			io.of("/exact").onConnection(this.sockets::add);
			io.of("/t-{id}").onConnection((socket) -> {
				socket.onDisconnect((reason, description) -> {
					if (socket.namespace().name().equals("/t-slow")) {
						this.handlerMayEnd.await();
					}
					socket.namespace().emit("left", socket.id());
				});
				this.sockets.add(socket);
			});
			io.of("/checked-{id}").use((socket) -> {
				this.asked.add(socket);
				return Mono.never();
			});
			io.of((name, handshake) -> Mono.just(name.startsWith("/private-") && handshake.auth().has("token")))
				.onConnection(this.sockets::add);
			io.of("/refused-{id}").use((socket) -> Mono.error(new IllegalStateException("no")));
		}).properties(properties).virtualTime().start();
	}

	@AfterEach
	void stop() {
		this.handlerMayEnd.countDown();
		this.server.close();
		for (List<RecordingAdapter> all : this.adapters.values()) {
			assertThat(all).allMatch((adapter) -> adapter.running == 0);
		}
	}

	SocketIoClient client() {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(this.server));
		client.open();
		return client;
	}

	static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	Socket join(SocketIoClient client, String name) throws InterruptedException {
		client.join(name);
		return take(this.sockets);
	}

	Socket joinPrivate(SocketIoClient client) throws InterruptedException {
		client.join("/private-1", "{\"token\":1}");
		return take(this.sockets);
	}

	boolean exists(String name) {
		return this.server.io().namespaces().stream().anyMatch((namespace) -> namespace.name().equals(name));
	}

	RecordingAdapter adapter(String name, int index) {
		return this.adapters.get(name).get(index);
	}

	/** Those of socketio.connect-timeout, which is 45 s. */
	void letTimersRun() throws InterruptedException {
		CountDownLatch last = new CountDownLatch(1);
		this.server.context().getBean(TimerWheel.class).schedule(Duration.ofSeconds(46), last::countDown);
		this.server.clock().advance(Duration.ofSeconds(46));
		assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * Counts what a cluster's adapter would do.
	 */
	final class RecordingAdapter implements Adapter {

		private final InMemoryAdapter target;

		final List<Command> sent = new CopyOnWriteArrayList<>();

		volatile int running;

		volatile int sentWhenStopped;

		final AtomicInteger asked = new AtomicInteger();

		RecordingAdapter(InMemoryAdapter target) {
			this.target = target;
		}

		String name() {
			return NamespaceFixture.this.adapters.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().contains(this))
				.findFirst()
				.orElseThrow()
				.getKey();
		}

		@Override
		public Mono<Void> start() {
			return NamespaceFixture.this.starts.doOnSubscribe((subscription) -> this.running++);
		}

		@Override
		public Mono<Void> stop() {
			return NamespaceFixture.this.stops.doOnSubscribe((subscription) -> this.running--);
		}

		@Override
		public void roomDeleted(String room) {
			NamespaceFixture.this.whenRoomIsDeleted.run();
		}

		@Override
		public Duration memory() {
			Duration memory = NamespaceFixture.this.memory;
			this.asked.incrementAndGet();
			NamespaceFixture.this.whenAsked.run();
			return memory;
		}

		@Override
		public AdapterHealth health() {
			return this.target.health();
		}

		@Override
		public void send(Command command) {
			this.sent.add(command);
			this.sentWhenStopped += (this.running == 0) ? 1 : 0;
			this.target.send(command);
		}

		@Override
		public <R> Flux<R> request(Request<R> request) {
			return this.target.request(request);
		}

		@Override
		public Mono<Integer> serverCount() {
			return this.target.serverCount();
		}

	}

}
