package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.Emitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits to one socket of this server, and waits for answers only for some time.
 *
 * @param socket the socket
 * @param patience how long
 */
record SocketEmitter(ServerSocket socket, Duration patience) implements Emitter<Arguments> {

	@Override
	public Emitter<Arguments> timeout(Duration timeout) {
		return this.socket.timeout(timeout);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		this.socket.emit(event, arguments);
	}

	@Override
	public void volatileEmit(String event, @Nullable Object... arguments) {
		this.socket.volatileEmit(event, arguments);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
		return this.socket.ask(this.patience, event, arguments);
	}

}
