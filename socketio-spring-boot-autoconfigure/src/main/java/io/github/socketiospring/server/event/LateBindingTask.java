package io.github.socketiospring.server.event;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Binds the arguments and calls the namespace's handler, for events that had to be kept
 * whole.
 *
 * @param handler the handler
 * @param call the event
 */
record LateBindingTask(EventHandler handler, EventCall call) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		ArgumentBinding binding = this.handler.binding();
		if (binding == null) {
			return this.handler.handle(this.call);
		}
		@Nullable Object[] bound;
		try {
			bound = this.call.kept().bind(binding);
		}
		catch (ArgumentBindingException ex) {
			return this.handler.bindingFailed(ex, this.call);
		}
		return this.handler.handle(new EventCall(this.call.socket(), this.call.event(), bound, null, this.call.ack(),
				this.call.arrival()));
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

}
