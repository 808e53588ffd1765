package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Calls a listener, where it may block.
 *
 * @param call the event
 * @param listener calls it
 */
record ListenerTask(EventCall call, StepTask.Action listener) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return false;
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		NamespaceWatches watches = ((EventSocket) this.call.socket()).handlers().watches();
		return watches.call(this.call.event(), this.call, (watched) -> {
			this.listener.run();
			return null;
		});
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

}
