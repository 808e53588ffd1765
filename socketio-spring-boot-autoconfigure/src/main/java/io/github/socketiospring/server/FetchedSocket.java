package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Emitter;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A socket of any server, reached by its id.
 *
 * @param target where it was found
 * @param details what was known when it was fetched
 * @param timeout how long an acknowledgement is waited for; {@code null} for the default
 * @param compress whether connections that compress may compress what is emitted
 */
record FetchedSocket(BroadcastTarget target, SocketDetails details, @Nullable Duration timeout,
		boolean compress) implements RemoteSocket {

	private BroadcastOperator operator() {
		return new NamespaceBroadcast(this.target, Selection.socket(id()), this.timeout, this.compress);
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
		return this.target.payloads().read(this.details.data());
	}

	@Override
	public <T> @Nullable T data(String key, Class<T> type) {
		JsonNode value = data().get(key);
		return (value != null) ? this.target.server().json().convert(value, type) : null;
	}

	@Override
	public Emitter<Arguments> timeout(Duration duration) {
		return new FetchedSocket(this.target, this.details, SocketSelection.positive(duration), this.compress);
	}

	@Override
	public Emitter<Arguments> compress(boolean compress) {
		return new FetchedSocket(this.target, this.details, this.timeout, compress);
	}

	@Override
	public EmitResult emit(String event, @Nullable Object... arguments) {
		return operator().emit(event, arguments);
	}

	@Override
	public EmitResult volatileEmit(String event, @Nullable Object... arguments) {
		return operator().volatileEmit(event, arguments);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
		return only(operator().emitWithAck(event, arguments), "the socket has disconnected");
	}

	@Override
	public Mono<Arguments> volatileEmitWithAck(String event, @Nullable Object... arguments) {
		return only(operator().volatileEmitWithAck(event, arguments),
				"the socket has disconnected, or could not take the event right now");
	}

	private static Mono<Arguments> only(Mono<List<Arguments>> answers, String failure) {
		return answers.flatMap((list) -> list.isEmpty()
				? Mono.error(new AckException(AckException.Reason.DISCONNECTED, failure)) : Mono.just(list.get(0)));
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
		return "RemoteSocket[" + id() + " in " + this.target.name() + "]";
	}

}
