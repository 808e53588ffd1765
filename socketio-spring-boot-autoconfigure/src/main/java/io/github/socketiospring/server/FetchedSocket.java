package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Set;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Emitter;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A socket of any server, reached by the room of its own id.
 *
 * @param namespace the namespace, on this server
 * @param details what was known when it was fetched
 * @param timeout how long an acknowledgement is waited for
 */
record FetchedSocket(ServerNamespace namespace, SocketDetails details, Duration timeout) implements RemoteSocket {

	private BroadcastOperator operator() {
		return new NamespaceBroadcast(this.namespace, Selection.socket(id()), this.timeout);
	}

	@Override
	public String id() {
		return this.details.id();
	}

	@Override
	public Handshake handshake() {
		return this.details.handshake();
	}

	@Override
	public Set<String> rooms() {
		return this.details.rooms();
	}

	@Override
	public JsonNode data() {
		return values().get(0);
	}

	private Arguments values() {
		return this.namespace.localSockets().read(this.details.data());
	}

	@Override
	public <T> @Nullable T data(String key, Class<T> type) {
		JsonNode value = data().get(key);
		return (value != null) ? this.namespace.server().json().convert(value, type) : null;
	}

	@Override
	public Emitter<Arguments> timeout(Duration duration) {
		return new FetchedSocket(this.namespace, this.details, SocketSelection.positive(duration));
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		operator().emit(event, arguments);
	}

	@Override
	public void volatileEmit(String event, @Nullable Object... arguments) {
		operator().volatileEmit(event, arguments);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
		return operator().emitWithAckStream(event, arguments)
			.next()
			.switchIfEmpty(Mono.error(() -> new AckException("the socket has disconnected")));
	}

	@Override
	public void join(String... rooms) {
		operator().socketsJoin(rooms);
	}

	@Override
	public void leave(String... rooms) {
		operator().socketsLeave(rooms);
	}

	@Override
	public void disconnect(boolean closeConnection) {
		operator().disconnectSockets(closeConnection);
	}

	@Override
	public String toString() {
		return "RemoteSocket[" + id() + " in " + this.namespace.name() + "]";
	}

}
