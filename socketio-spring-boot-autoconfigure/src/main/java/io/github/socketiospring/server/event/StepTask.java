package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Does something that is done when it returns.
 *
 * @param call the event it belongs to
 * @param runsOnEventLoop where it is done
 * @param action what is done
 */
record StepTask(EventCall call, boolean runsOnEventLoop, Action action) implements SocketTask {

	@Override
	public @Nullable Publisher<?> run() throws Exception {
		this.action.run();
		return null;
	}

	@Override
	public boolean drop() {
		return false;
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

	/**
	 * What is done.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

}
