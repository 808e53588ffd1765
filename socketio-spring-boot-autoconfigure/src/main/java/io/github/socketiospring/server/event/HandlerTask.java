package io.github.socketiospring.server.event;

import io.github.socketiospring.codec.json.ArgumentBindingException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Calls the namespace's handler with arguments that are bound already.
 *
 * @param handler the handler
 * @param bound the event
 */
record HandlerTask(EventHandler handler, BoundCall bound) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		ArgumentBindingException failure = this.bound.failure();
		return (failure == null) ? this.handler.handle(this.bound.call())
				: this.handler.bindingFailed(failure, this.bound.call());
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.bound.call(), exception);
	}

}
