package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Does something that is done when it returns, such as calling a listener.
 *
 * @param call the event it belongs to
 * @param runsOnEventLoop where it is done
 * @param action what is done
 */
record StepTask(EventCall call, boolean runsOnEventLoop, Action action) implements SocketTask {

	/**
	 * Calls a listener, where it may block.
	 */
	static StepTask ofListener(EventCall call, Action listener) {
		NamespaceWatches watches = ((EventSocket) call.socket()).handlers().watches();
		return watches.isEmpty() ? new StepTask(call, false, listener)
				: new StepTask(call, false, () -> watches.call(call.event(), call, (watched) -> {
					listener.run();
					return null;
				}));
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		this.action.run();
		return null;
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

		void run() throws Throwable;

	}

}
