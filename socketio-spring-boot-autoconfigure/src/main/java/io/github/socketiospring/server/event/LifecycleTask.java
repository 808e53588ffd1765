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
 * @param restricted whether the socket's ACL may deny it: what only looks on learns of
 * every socket, or it could not tell which are there
 */
record LifecycleTask(LifecycleHandler handler, EventCall call, @Nullable DisconnectReason reason,
		@Nullable String description, boolean restricted) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		if (this.restricted && !SocketEvents.isAllowed(this.call)) {
			EventFailures.report(this.call, SocketIOError.Name.METHOD_ACCESS_DENIED, null);
			return null;
		}
		NamespaceWatches watches = ((EventSocket) this.call.socket()).handlers().watches();
		return watches.call(this.call.event(), this.call,
				(watched) -> this.handler.handle(watched.socket(), this.reason, this.description));
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

	@Override
	public boolean drop() {
		return this.restricted;
	}

}
