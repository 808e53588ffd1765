package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Something that, used as an operator, selects all sockets of one namespace.
 */
abstract class AllSockets implements BroadcastOperator {

	/**
	 * Returns the operator that does the work.
	 * @return the operator
	 */
	abstract BroadcastOperator all();

	@Override
	public final BroadcastOperator to(String... rooms) {
		return all().to(rooms);
	}

	@Override
	public final BroadcastOperator except(String... rooms) {
		return all().except(rooms);
	}

	@Override
	public final BroadcastOperator timeout(Duration timeout) {
		return all().timeout(timeout);
	}

	@Override
	public final void emit(String event, @Nullable Object... arguments) {
		all().emit(event, arguments);
	}

	@Override
	public final void volatileEmit(String event, @Nullable Object... arguments) {
		all().volatileEmit(event, arguments);
	}

	@Override
	public final Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... arguments) {
		return all().emitWithAck(event, arguments);
	}

	@Override
	public final Collection<Socket> sockets() {
		return all().sockets();
	}

	@Override
	public final void socketsJoin(String... rooms) {
		all().socketsJoin(rooms);
	}

	@Override
	public final void socketsLeave(String... rooms) {
		all().socketsLeave(rooms);
	}

	@Override
	public final void disconnectSockets(boolean closeConnection) {
		all().disconnectSockets(closeConnection);
	}

}
