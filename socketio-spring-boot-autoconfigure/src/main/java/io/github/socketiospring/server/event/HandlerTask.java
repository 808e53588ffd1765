package io.github.socketiospring.server.event;

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
record HandlerTask(EventHandler handler, EventCall call,
		@Nullable ArgumentBindingException failure) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		// The list may be younger than this task.
		if (!((EventSocket) this.call.socket()).isAllowed(this.call.event())) {
			EventFailures.report(this.call, SocketIOError.Name.METHOD_ACCESS_DENIED, null);
			return null;
		}
		return (this.failure == null) ? this.handler.handle(this.call)
				: this.handler.bindingFailed(this.failure, this.call);
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

}
