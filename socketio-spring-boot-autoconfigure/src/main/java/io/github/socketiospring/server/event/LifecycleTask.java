package io.github.socketiospring.server.event;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.SocketIOError;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Tells a handler that the socket has come or gone.
 *
 * @param handler the handler
 * @param call names what happened
 * @param reason why it has gone, or {@code null}
 * @param description details, or {@code null}
 */
record LifecycleTask(LifecycleHandler handler, EventCall call, @Nullable DisconnectReason reason,
		@Nullable String description) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		if (!SocketEvents.isAllowed(this.call)) {
			EventFailures.report(this.call, SocketIOError.Name.METHOD_ACCESS_DENIED, null);
			return null;
		}
		return this.handler.handle(this.call.socket(), this.reason, this.description);
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

}
