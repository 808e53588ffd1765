package io.github.socketiospring.server;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A handler registered as the annotated ones are.
 *
 * @param runsOnEventLoop where it runs
 * @param action what it does
 */
record TestHandler(boolean runsOnEventLoop, Action action) implements EventHandler {

	/** Runs where it may block. */
	static TestHandler plain(Action action) {
		return new TestHandler(false, action);
	}

	/** Runs on the event loop. */
	static TestHandler onEventLoop(Action action) {
		return new TestHandler(true, action);
	}

	@Override
	public @Nullable ArgumentBinding binding() {
		return null;
	}

	@Override
	public @Nullable Publisher<?> handle(EventCall call) throws Exception {
		return this.action.handle(call);
	}

	@FunctionalInterface
	interface Action {

		@Nullable Publisher<?> handle(EventCall call) throws Exception;

	}

}
