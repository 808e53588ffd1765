package io.github.socketiospring.server.event;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.limit.EventBuckets;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * What an {@link EventQueue} needs, without a connection.
 */
final class TestQueues {

	private TestQueues() {
	}

	static EventConnection connection(Workers workers, Executor eventLoop) {
		TimerWheel timers = new TimerWheel();
		return new EventConnection() {

			@Override
			public Executor eventLoop() {
				return eventLoop;
			}

			@Override
			public Workers workers() {
				return workers;
			}

			@Override
			public TimerWheel timers() {
				return timers;
			}

			@Override
			public int maxPendingEvents() {
				return 1_000_000;
			}

			@Override
			public EventBuckets buckets(String namespace) {
				return new EventBuckets(null, null);
			}

			@Override
			public void suspendReading(boolean suspend) {
				throw new UnsupportedOperationException();
			}

		};
	}

	static SocketTask task(boolean onEventLoop, Runnable action, Consumer<Throwable> failed) {
		return new Task(onEventLoop, () -> {
			action.run();
			return null;
		}, (ex) -> {
			failed.accept(ex);
			return null;
		});
	}

	/**
	 * A task made of parts.
	 */
	record Task(boolean runsOnEventLoop, Action action, FailureAction failure) implements SocketTask {

		@Override
		public @Nullable Publisher<?> run() throws Exception {
			return this.action.run();
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return this.failure.failed(exception);
		}

	}

	@FunctionalInterface
	interface Action {

		@Nullable Publisher<?> run() throws Exception;

	}

	@FunctionalInterface
	interface FailureAction {

		@Nullable Publisher<?> failed(Throwable exception);

	}

}
