package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Namespaces of families that go when nobody is left in them, and what the application
 * still holds of them.
 */
class EmptyNamespaceTests extends NamespaceFixture {

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

}
