package io.github.socketiospring.server;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Namespaces and families that the application removes while the server runs.
 */
class NamespaceRemovalTests extends NamespaceFixture {

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

}
