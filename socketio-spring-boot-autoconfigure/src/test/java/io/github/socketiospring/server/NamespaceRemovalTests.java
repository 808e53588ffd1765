package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Namespaces that go while the server runs: empty ones of families, and those that the
 * application removes.
 */
class NamespaceRemovalTests {

	private static final Runnable NOTHING = () -> {
	};

	private final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();

	private final BlockingQueue<Socket> asked = new LinkedBlockingQueue<>();

	private final List<String> created = new CopyOnWriteArrayList<>();

	private final Map<String, List<RecordingAdapter>> adapters = new ConcurrentHashMap<>();

	private final CountDownLatch handlerMayEnd = new CountDownLatch(1);

	private volatile Duration memory = Duration.ZERO;

	private volatile Mono<Void> starts = Mono.empty();

	private volatile Mono<Void> stops = Mono.empty();

	private volatile Runnable whenRoomIsDeleted = NOTHING;

	private volatile Runnable whenAsked = NOTHING;

	private TestServer server;

	private void start(String... properties) {
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

	private SocketIoClient client() {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(this.server));
		client.open();
		return client;
	}

	private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	private Socket join(SocketIoClient client, String name) throws InterruptedException {
		client.join(name);
		return take(this.sockets);
	}

	private Socket joinPrivate(SocketIoClient client) throws InterruptedException {
		client.join("/private-1", "{\"token\":1}");
		return take(this.sockets);
	}

	private boolean exists(String name) {
		return this.server.io().namespaces().stream().anyMatch((namespace) -> namespace.name().equals(name));
	}

	private RecordingAdapter adapter(String name, int index) {
		return this.adapters.get(name).get(index);
	}

	// Empty ones

	@Test
	void theLastSocketTakesTheNamespaceWithIt() throws InterruptedException {
		start();
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			join(client, "/t-1");
			join(other, "/t-1");
			client.leave("/t-1");
			assertThat(other.next().name()).isEqualTo("left");
			assertThat(exists("/t-1")).isTrue();
			other.leave("/t-1");
			await().until(() -> !exists("/t-1"));
			assertThat(((ParentNamespace) this.server.io().of("/t-{id}")).children()).isEmpty();
			await().until(() -> adapter("/t-1", 0).running == 0);
			// Told to other servers, by a handler that ran before the adapter was
			// stopped.
			assertThat(adapter("/t-1", 0).sent).hasSize(2);
			assertThat(adapter("/t-1", 0).sentWhenStopped).isZero();
			join(client, "/t-1");
		}
	}

	@Test
	void exactNamespacesStay() throws InterruptedException {
		start();
		try (SocketIoClient client = client()) {
			join(client, "/exact");
		}
		await().until(() -> this.server.io().clientsCount() == 0);
		assertThat(exists("/exact")).isTrue();
	}

	@Test
	void namespacesStayWhileHandlersRun() throws InterruptedException {
		start();
		SocketIoClient client = client();
		join(client, "/t-slow");
		client.close();
		await().until(() -> this.server.io().clientsCount() == 0);
		assertThat(exists("/t-slow")).isTrue();
		this.handlerMayEnd.countDown();
		await().until(() -> !exists("/t-slow"));
		assertThat(adapter("/t-slow", 0).sent).hasSize(1);
	}

	@Test
	void theyAllStayIfToldSo() throws InterruptedException {
		start("socketio.cleanup-empty-child-namespaces=false", "socketio.limits.max-child-namespaces=2");
		this.memory = Duration.ofSeconds(20);
		try (SocketIoClient client = client()) {
			Namespace first = join(client, "/t-1").namespace();
			client.leave("/t-1");
			join(client, "/t-2");
			assertThat(exists("/t-1")).isTrue();
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join("/t-3"))
				.withMessage("{\"message\":\"Too many namespaces\"}");
			try (SocketIoClient other = client()) {
				assertThat(join(other, "/t-1").namespace()).isSameAs(first);
			}
			assertThat(adapter("/t-1", 0).asked).hasValue(0);
		}
	}

	@Test
	void aJoinUnderWayKeepsTheNamespaceAndLeavesNothingBehind() throws InterruptedException {
		start();
		try (RawWebSocket client = RawWebSocket.open(this.server)) {
			client.text("40/checked-1,");
			take(this.asked);
			assertThat(exists("/checked-1")).isTrue();
		}
		await().until(() -> !exists("/checked-1"));
		try (SocketIoClient client = client()) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class)
				.isThrownBy(() -> client.join("/refused-1"));
			await().until(() -> !exists("/refused-1"));
		}
	}

	@Test
	void joiningAndLeavingAtTheSameTimeLosesNobody() throws Exception {
		start();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				try (SocketIoClient client = client()) {
					for (int round = 0; round < 100; round++) {
						String name = "/t-" + round % 3;
						SocketIoClient once = client();
						once.join(name);
						once.close();
					}
				}
				catch (Throwable ex) {
					failures.add(ex);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failures).isEmpty();
		await().until(() -> ((ParentNamespace) this.server.io().of("/t-{id}")).children().isEmpty());
		await().until(() -> this.adapters.values()
			.stream()
			.flatMap(List::stream)
			.filter((adapter) -> adapter.name().startsWith("/t-") && !adapter.name().contains("{"))
			.allMatch((adapter) -> adapter.running == 0));
	}

	@Test
	void whatTheApplicationHasNamedGoesWhenNobodyCame() throws InterruptedException {
		start();
		Namespace named = this.server.io().of("/t-named");
		named.emit("nobody");
		assertThat(exists("/t-named")).isTrue();
		letTimersRun();
		assertThat(exists("/t-named")).isFalse();
		// It still stands for the name: other servers may have sockets there.
		named.to("room").emit("again");
		assertThat(adapter("/t-named", 0).sent).hasSize(1);
		assertThat(adapter("/t-named", 1).sent).hasSize(1);
		try (SocketIoClient client = client()) {
			join(client, "/t-named");
			named.emit("hello");
			assertThat(client.next().name()).isEqualTo("hello");
			letTimersRun();
			assertThat(exists("/t-named")).isTrue();
		}
	}

	/** Those of socketio.connect-timeout, which is 45 s. */
	private void letTimersRun() throws InterruptedException {
		CountDownLatch last = new CountDownLatch(1);
		this.server.context().getBean(TimerWheel.class).schedule(Duration.ofSeconds(46), last::countDown);
		this.server.clock().advance(Duration.ofSeconds(46));
		assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void namespacesStayForThoseWhoMayComeBack() throws InterruptedException {
		start();
		this.memory = Duration.ofSeconds(20);
		try (SocketIoClient client = client()) {
			join(client, "/t-1");
			client.leave("/t-1");
			await().until(() -> !adapter("/t-1", 0).sent.isEmpty());
			// Behind the handler that has sent this.
			try (SocketIoClient other = client()) {
				join(other, "/t-2");
				other.leave("/t-2");
				await().until(() -> !adapter("/t-2", 0).sent.isEmpty());
			}
			await().until(() -> {
				this.server.clock().advance(Duration.ofSeconds(21));
				return adapter("/t-1", 0).asked.get() > 1 && adapter("/t-2", 0).asked.get() > 1;
			});
			// Somebody may come back still.
			assertThat(exists("/t-1")).isTrue();
			assertThat(exists("/t-2")).isTrue();
			this.memory = Duration.ZERO;
			await().until(() -> {
				this.server.clock().advance(Duration.ofSeconds(21));
				return !exists("/t-1") && !exists("/t-2");
			});
		}
	}

	@Test
	void whoIsLostWhileTheAdapterIsAskedMayComeBack() {
		start();
		ServerNamespace namespace = (ServerNamespace) this.server.io().of("/t-1");
		try (SocketIoClient client = client()) {
			this.whenAsked = () -> {
				this.whenAsked = NOTHING;
				client.join("/t-1");
				this.memory = Duration.ofSeconds(20);
				client.leave("/t-1");
				await().until(() -> adapter("/t-1", 0).asked.get() == 2);
			};
			namespace.server().registry().removal().emptied(namespace);
			assertThat(namespace.isClosed()).isFalse();
			assertThat(exists("/t-1")).isTrue();
		}
	}

	@Test
	void howeverOftenTheyAreLeftOneTimerRuns() throws InterruptedException {
		start();
		this.memory = Duration.ofSeconds(20);
		try (SocketIoClient client = client()) {
			for (int i = 1; i <= 10; i++) {
				join(client, "/t-1");
				client.leave("/t-1");
				int times = i;
				await().until(() -> adapter("/t-1", 0).asked.get() == times);
			}
			letTimersRun();
			assertThat(adapter("/t-1", 0).asked).hasValue(11);
			assertThat(exists("/t-1")).isTrue();
		}
	}

	// Those that the application keeps

	@Test
	void whoIsInAMatchersNamespaceIsDecidedByTheMatcherAlone() throws InterruptedException {
		start();
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Namespace kept = joinPrivate(client).namespace();
			client.leave("/private-1");
			await().until(() -> !exists("/private-1"));
			kept.emit("to other servers");
			assertThat(adapter("/private-1", 1).sent).hasSize(1);
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> other.join("/private-1"))
				.withMessage("{\"message\":\"Invalid namespace\"}");
			joinPrivate(client);
			kept.emit("hello");
			assertThat(client.next().name()).isEqualTo("hello");
		}
	}

	@Test
	void whatIsKeptCountsAsBefore() throws InterruptedException {
		start("socketio.limits.max-child-namespaces=2");
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Namespace kept = join(client, "/t-1").namespace();
			client.leave("/t-1");
			await().until(() -> !exists("/t-1"));
			kept.emit("to other servers");
			assertThat(exists("/t-1")).isTrue();
			join(client, "/t-2");
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> other.join("/t-3"))
				.withMessage("{\"message\":\"Too many namespaces\"}");
			letTimersRun();
			assertThat(exists("/t-1")).isFalse();
			try (SocketIoClient third = client()) {
				join(third, "/t-3");
				kept.emit("nobody");
				assertThat(exists("/t-1")).isFalse();
			}
		}
	}

	@Test
	void whatIsRemovedIsCreatedByClientsOnly() throws InterruptedException {
		start();
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Namespace kept = joinPrivate(client).namespace();
			assertThat(this.server.io().remove("/private-1")).isTrue();
			client.awaitLeft("/private-1");
			kept.emit("nobody");
			assertThat(exists("/private-1")).isFalse();
			joinPrivate(other);
			kept.emit("hello");
			assertThat(other.next().name()).isEqualTo("hello");
		}
	}

	// Bounds

	@Test
	void clientsCreateNoMoreThanTheyMay() throws InterruptedException {
		start("socketio.limits.max-child-namespaces=3");
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			for (int i = 0; i < 3; i++) {
				join(client, "/t-" + i);
			}
			for (int i = 3; i < 50; i++) {
				String name = "/t-" + i;
				assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> other.join(name))
					.withMessage("{\"message\":\"Too many namespaces\"}");
			}
			join(other, "/t-1");
			client.leave("/t-0");
			await().until(() -> !exists("/t-0"));
			join(other, "/t-50");
			assertThat(this.adapters).doesNotContainKey("/t-49");
		}
	}

	// New ones

	@Test
	void newNamespacesAreAnnouncedOnce() throws InterruptedException {
		start();
		assertThat(this.created).containsExactly("/exact");
		this.server.io().onNewNamespace((namespace) -> {
			throw new IllegalStateException("disturbs nobody");
		}).onNewNamespace((namespace) -> {
			if (namespace.name().equals("/t-1")) {
				assertThat(this.server.io().of("/t-1")).isSameAs(namespace);
				this.server.io().of("/another");
				namespace.onConnection((socket) -> socket.emit("welcome", namespace.variables().get("id")));
			}
		});
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			join(client, "/t-1");
			assertThat(client.next().arguments()).containsExactly("1");
			join(other, "/t-1");
			assertThat(other.next().arguments()).containsExactly("1");
		}
		assertThat(this.created).containsExactly("/exact", "/t-1", "/another");
	}

	@Test
	void aListenerThatFailsHardLeavesNothingBehind() {
		start();
		CountDownLatch failed = new CountDownLatch(1);
		this.server.io().onNewNamespace((namespace) -> {
			if (failed.getCount() > 0) {
				failed.countDown();
				throw new NoClassDefFoundError("missing");
			}
		});
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> this.server.io().of("/late"));
		assertThat(exists("/late")).isFalse();
		this.server.io().of("/late");
		assertThat(exists("/late")).isTrue();
	}

	// Removed ones

	@Test
	void aRemovedNamespaceTellsItsClientsAndTakesNoMore() throws InterruptedException {
		start();
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			Socket socket = join(client, "/exact");
			client.join("/");
			Namespace removed = socket.namespace();
			assertThat(this.server.io().remove("exact")).isTrue();
			assertThat(this.server.io().remove("/exact")).isFalse();
			client.awaitLeft("/exact");
			await().until(() -> !socket.isConnected());
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> other.join("/exact"))
				.withMessage("{\"message\":\"Invalid namespace\"}");
			assertThat(adapter("/exact", 0).running).isZero();
			removed.emit("nobody");
			assertThat(removed.emitWithAck("nobody").block()).isEmpty();
			assertThat(removed.fetchSockets().block()).isEmpty();
			assertThat(adapter("/exact", 0).sentWhenStopped).isZero();
			// The connection lives.
			this.server.io().of("/").emit("still");
			assertThat(client.next().name()).isEqualTo("still");
			// Its listeners are gone.
			this.server.io().of("/exact");
			try (SocketIoClient third = client()) {
				third.join("/exact");
			}
			assertThat(this.sockets).isEmpty();
		}
	}

	@Test
	void whoWasJoiningIsRefused() throws InterruptedException {
		start();
		Sinks.Empty<Void> decision = Sinks.empty();
		this.server.io().of("/deciding").use((socket) -> {
			this.asked.add(socket);
			return decision.asMono();
		});
		try (RawWebSocket client = RawWebSocket.open(this.server)) {
			client.text("40/deciding,");
			take(this.asked);
			this.server.io().remove("/deciding");
			decision.tryEmitEmpty();
			assertThat(client.read().text()).isEqualTo("44/deciding,{\"message\":\"Invalid namespace\"}");
		}
	}

	@Test
	void aRemovedFamilyTakesItsNamespacesWithIt() throws InterruptedException {
		start();
		try (SocketIoClient client = client()) {
			join(client, "/t-1");
			join(client, "/t-2");
			ParentNamespace family = (ParentNamespace) this.server.io().of("/t-{id}");
			assertThat(this.server.io().remove("/t-{id}")).isTrue();
			client.awaitLeft("/t-1");
			client.awaitLeft("/t-2");
			assertThat(family.children()).isEmpty();
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join("/t-3"));
			assertThat(adapter("/t-{id}", 0).running).isZero();
			family.emit("nobody");
			assertThat(adapter("/t-{id}", 0).sent).isEmpty();
		}
	}

	@Test
	void whatAnAdapterCannotDoKeepsNoNamespace() throws InterruptedException {
		start();
		this.whenRoomIsDeleted = () -> {
			throw new IllegalStateException("no cluster");
		};
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			join(client, "/t-1").join("room");
			join(other, "/t-1").join("room", "other");
			assertThat(this.server.io().remove("/t-1")).isTrue();
			client.awaitLeft("/t-1");
			other.awaitLeft("/t-1");
			assertThat(adapter("/t-1", 0).running).isZero();
			join(client, "/t-1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/t-1", "/t-{id}" })
	void whateverGoesWrongWhileItGoesItsNameIsFree(String name) throws InterruptedException {
		start();
		this.whenRoomIsDeleted = () -> {
			throw new NoClassDefFoundError("missing");
		};
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			join(client, "/t-1").join("room");
			assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> this.server.io().remove(name));
			assertThat(exists("/t-1")).isFalse();
			assertThat(adapter("/t-1", 0).running).isZero();
			assertThat(adapter(name, 0).running).isZero();
			this.whenRoomIsDeleted = NOTHING;
			this.server.io().of("/t-{id}");
			other.join("/t-1");
		}
	}

	@Test
	void aRemovedNamespaceOfAFamilyComesBack() throws InterruptedException {
		start();
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			join(client, "/t-1");
			this.server.io().remove("/t-1");
			client.awaitLeft("/t-1");
			join(other, "/t-1");
		}
	}

	@Test
	void rootCannotBeRemoved() {
		start();
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.io().remove("/"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.io().remove("*"));
		assertThat(this.server.io().remove("/nothing")).isFalse();
		assertThat(this.server.io().remove("/nothing-{id}")).isFalse();
	}

	// Adapters that take their time

	@Test
	void clientsWaitUntilTheAdapterHasStarted() {
		start();
		Sinks.Empty<Void> started = Sinks.empty();
		this.starts = started.asMono();
		try (RawWebSocket client = RawWebSocket.joined(this.server)) {
			client.text("40/t-1,");
			await().until(() -> exists("/t-1"));
			client.text("40/t-1x?,");
			assertThat(client.read().text()).startsWith("44/t-1x?");
			started.tryEmitEmpty();
			assertThat(client.read().text()).startsWith("40/t-1,{");
		}
	}

	@Test
	void whereTheAdapterDoesNotStartClientsAreRefusedUntilItDoes() throws InterruptedException {
		start();
		this.starts = Mono.error(new IllegalStateException("no cluster"));
		try (SocketIoClient client = client(); SocketIoClient other = client()) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join("/t-1"))
				.withMessage("{\"message\":\"Connection refused\"}");
			assertThat(exists("/t-1")).isFalse();
			this.starts = Mono.empty();
			join(other, "/t-1");
		}
	}

	@Test
	void anAdapterStartsWhenItsPredecessorHasStopped() throws InterruptedException {
		start();
		Sinks.Empty<Void> stopped = Sinks.empty();
		this.stops = stopped.asMono();
		try (SocketIoClient client = client(); RawWebSocket other = RawWebSocket.joined(this.server)) {
			join(client, "/t-1");
			client.leave("/t-1");
			await().until(() -> !exists("/t-1"));
			other.text("40/t-1,");
			await().until(() -> exists("/t-1"));
			assertThat(adapter("/t-1", 1).running).isZero();
			stopped.tryEmitEmpty();
			assertThat(other.read().text()).startsWith("40/t-1,{");
			assertThat(adapter("/t-1", 1).running).isOne();
		}
		this.stops = Mono.empty();
	}

	@Test
	void anAdapterStartsAfterItsPredecessorWhileClientsAreToldThatItGoes() throws InterruptedException {
		start();
		try (SocketIoClient client = client(); RawWebSocket other = RawWebSocket.joined(this.server)) {
			join(client, "/t-1").join("room");
			List<Integer> running = new CopyOnWriteArrayList<>();
			this.whenRoomIsDeleted = () -> {
				other.text("40/t-1,");
				await().until(() -> this.adapters.get("/t-1").size() == 2);
				// Waits until it has been created.
				this.server.io().of("/t-1");
				running.add(adapter("/t-1", 0).running);
				running.add(adapter("/t-1", 1).running);
			};
			this.server.io().remove("/t-1");
			assertThat(running).containsExactly(1, 0);
			assertThat(other.read().text()).startsWith("40/t-1,{");
			assertThat(adapter("/t-1", 0).running).isZero();
			assertThat(adapter("/t-1", 1).running).isOne();
		}
	}

	@Test
	void whoWaitedForAPredecessorCallsTheApplicationWithoutALock() throws InterruptedException {
		start();
		this.server.io().of("/t-{id}").use((socket) -> {
			if (socket.handshake().auth().has("waits")) {
				// The other thread needs the lock to create a namespace.
				CompletableFuture.runAsync(() -> this.server.io().of("/new"), (task) -> new Thread(task).start())
					.orTimeout(20, TimeUnit.SECONDS)
					.join();
			}
			return Mono.empty();
		});
		try (SocketIoClient client = client(); RawWebSocket other = RawWebSocket.joined(this.server)) {
			join(client, "/t-1").join("room");
			this.whenRoomIsDeleted = () -> {
				other.text("40/t-1,{\"waits\":true}");
				other.text("40/t-1x?,");
				assertThat(other.read().text()).startsWith("44/t-1x?");
			};
			this.server.io().remove("/t-1");
			assertThat(other.read().text()).startsWith("40/t-1,{");
			assertThat(exists("/new")).isTrue();
		}
	}

	@Test
	void anAdapterWaitsForAllBeforeIt() throws InterruptedException {
		start();
		Sinks.Empty<Void> stopped = Sinks.empty();
		this.stops = stopped.asMono();
		try (SocketIoClient client = client();
				RawWebSocket other = RawWebSocket.joined(this.server);
				RawWebSocket third = RawWebSocket.joined(this.server)) {
			join(client, "/t-1");
			client.leave("/t-1");
			await().until(() -> !exists("/t-1"));
			other.text("40/t-1,");
			await().until(() -> exists("/t-1"));
			this.server.io().remove("/t-1");
			third.text("40/t-1,");
			await().until(() -> exists("/t-1"));
			assertThat(adapter("/t-1", 2).running).isZero();
			stopped.tryEmitEmpty();
			assertThat(other.read().text()).startsWith("44/t-1,");
			assertThat(third.read().text()).startsWith("40/t-1,{");
			assertThat(adapter("/t-1", 1).running).isZero();
			assertThat(adapter("/t-1", 2).running).isOne();
		}
		this.stops = Mono.empty();
	}

	/**
	 * Counts what a cluster's adapter would do.
	 */
	private final class RecordingAdapter implements Adapter {

		private final InMemoryAdapter target;

		private final List<Command> sent = new CopyOnWriteArrayList<>();

		private volatile int running;

		private volatile int sentWhenStopped;

		private final AtomicInteger asked = new AtomicInteger();

		RecordingAdapter(InMemoryAdapter target) {
			this.target = target;
		}

		String name() {
			return NamespaceRemovalTests.this.adapters.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().contains(this))
				.findFirst()
				.orElseThrow()
				.getKey();
		}

		@Override
		public Mono<Void> start() {
			return NamespaceRemovalTests.this.starts.doOnSubscribe((subscription) -> this.running++);
		}

		@Override
		public Mono<Void> stop() {
			return NamespaceRemovalTests.this.stops.doOnSubscribe((subscription) -> this.running--);
		}

		@Override
		public void roomDeleted(String room) {
			NamespaceRemovalTests.this.whenRoomIsDeleted.run();
		}

		@Override
		public Duration memory() {
			Duration memory = NamespaceRemovalTests.this.memory;
			this.asked.incrementAndGet();
			NamespaceRemovalTests.this.whenAsked.run();
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
