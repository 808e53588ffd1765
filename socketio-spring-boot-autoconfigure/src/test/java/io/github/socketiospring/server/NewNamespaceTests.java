package io.github.socketiospring.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Namespaces that are created while the server runs, and adapters that take their time.
 */
class NewNamespaceTests extends NamespaceFixture {

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
				CompletableFuture.runAsync(() -> this.server.io().of("/new"), NewThread::start)
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

}
