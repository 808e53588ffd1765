package io.github.socketiospring.server;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Calls a listener.
 *
 * @param call the event
 * @param action calls it
 */
record ListenerTask(EventCall call, Action action) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return false;
	}

	@Override
	public @Nullable Publisher<?> run() throws Exception {
		this.action.run();
		return null;
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

	/**
	 * The call of a listener.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

}
