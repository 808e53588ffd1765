package io.github.socketiospring.server.event;

import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * One step of a socket's life that its {@link EventQueue} runs.
 */
interface SocketTask {

	/**
	 * Tells where this runs.
	 * @return {@code true} for the event loop
	 */
	boolean runsOnEventLoop();

	/**
	 * Runs. The next task waits until this is done.
	 * @return completes when it is done, or {@code null} if it is
	 * @throws Throwable if it fails
	 */
	@Nullable Publisher<?> run() throws Throwable;

	/**
	 * It has failed.
	 * @param exception why
	 * @return completes when that is dealt with, or {@code null} if it is
	 */
	@Nullable Publisher<?> failed(Throwable exception);

	/**
	 * It will not run. Called by any thread.
	 * @param reason why no thread takes it
	 * @return as for {@link #failed}
	 */
	default @Nullable Publisher<?> rejected(RejectedExecutionException reason) {
		return failed(reason);
	}

	/**
	 * It will not run, for the workers are closed. Called by any thread; must be short,
	 * and must not fail.
	 * @return whether anyone misses it
	 */
	default boolean drop() {
		return true;
	}

}
