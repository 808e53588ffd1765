package io.github.socketiospring.server.event;

import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Calls the namespace's handler with arguments that are bound already.
 *
 * @param handler the handler
 * @param call the event
 * @param failure why the arguments do not fit, or {@code null} if they do
 */
record HandlerTask(WatchedHandler handler, EventCall call,
		@Nullable ArgumentBindingException failure) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.handler().runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		// The list may be younger than this task.
		if (!((EventSocket) this.call.socket()).isAllowed(this.call.event())) {
			EventFailures.report(this.call, SocketIOError.Name.METHOD_ACCESS_DENIED, null);
			return null;
		}
		if (this.failure != null) {
			throw this.failure;
		}
		return this.handler.target().handle(this.call);
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.handler.handler(), this.call, exception);
	}

	/** A handler's own exception handlers may block, too. */
	@Override
	public @Nullable Publisher<?> rejected(RejectedExecutionException reason) {
		return EventFailures.handle(this.call, reason);
	}

}
