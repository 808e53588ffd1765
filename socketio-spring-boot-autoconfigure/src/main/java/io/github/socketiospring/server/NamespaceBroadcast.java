package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.codec.socketio.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Selects sockets of a namespace.
 *
 * @param namespace the namespace
 * @param selection which sockets
 * @param timeout how long to wait for acknowledgements
 */
record NamespaceBroadcast(ServerNamespace namespace, Selection selection,
		Duration timeout) implements BroadcastOperator {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	NamespaceBroadcast(ServerNamespace namespace, Selection selection) {
		this(namespace, selection, DEFAULT_TIMEOUT);
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return new NamespaceBroadcast(this.namespace,
				new Selection(union(this.selection.rooms(), rooms), this.selection.except()), this.timeout);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return new NamespaceBroadcast(this.namespace,
				new Selection(this.selection.rooms(), union(this.selection.except(), rooms)), this.timeout);
	}

	@Override
	public BroadcastOperator timeout(Duration duration) {
		Assert.isTrue(duration.toMillis() > 0, "the time-out must be positive");
		return new NamespaceBroadcast(this.namespace, this.selection, duration);
	}

	private static Set<String> union(Set<String> set, String... more) {
		if (set.isEmpty() && more.length == 1) {
			return Set.of(more[0]);
		}
		Set<String> union = new HashSet<>(set);
		union.addAll(Arrays.asList(more));
		return Set.copyOf(union);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		this.namespace.adapter().broadcast(this.selection, packet(event, arguments), false);
	}

	@Override
	public void volatileEmit(String event, @Nullable Object... arguments) {
		this.namespace.adapter().broadcast(this.selection, packet(event, arguments), true);
	}

	@Override
	public Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... arguments) {
		return this.namespace.adapter().broadcastWithAck(this.selection, packet(event, arguments), this.timeout);
	}

	private Packet.Event packet(String event, @Nullable Object... arguments) {
		ServerSocket.checkEvent(event);
		return new Packet.Event(this.namespace.name(), Packet.NO_ID, event, ServerSocket.list(arguments));
	}

	@Override
	public Collection<Socket> sockets() {
		List<Socket> sockets = new ArrayList<>();
		this.namespace.adapter().forEach(this.selection, (socket) -> sockets.add((Socket) socket));
		return List.copyOf(sockets);
	}

	@Override
	public void socketsJoin(String... rooms) {
		this.namespace.adapter().socketsJoin(this.selection, rooms);
	}

	@Override
	public void socketsLeave(String... rooms) {
		this.namespace.adapter().socketsLeave(this.selection, rooms);
	}

	@Override
	public void disconnectSockets(boolean closeConnection) {
		this.namespace.adapter().disconnectSockets(this.selection, closeConnection);
	}

}
