package io.github.socketiospring.server.event;

import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.codec.json.ArgumentBinding;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Binds the arguments and calls the namespace's handler, for events that had to be kept
 * whole.
 *
 * @param handler the handler
 * @param call the event
 */
record LateBindingTask(WatchedHandler handler, EventCall call) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.handler().runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		ArgumentBinding binding = this.handler.handler().binding();
		if (binding == null) {
			return this.handler.target().handle(this.call);
		}
		@Nullable Object[] bound = this.call.kept().bind(binding);
		return this.handler.target()
			.handle(new EventCall(this.call.socket(), this.call.event(), bound, null, this.call.ack(),
					this.call.arrival()));
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
