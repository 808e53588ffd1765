package io.github.socketiospring.test;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import reactor.core.scheduler.Schedulers;

/**
 * How a test waits for something: not for ever, and not on a thread that must not.
 */
final class Waiting {

	private Waiting() {
	}

	/**
	 * Checks that the calling thread may wait.
	 */
	static void check() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("This would block " + Thread.currentThread().getName()
					+ ": answer functions and subscribers must not wait. Use emitWithAck, received and disconnected "
					+ "there, or wait on the test's own thread");
		}
	}

	/**
	 * Waits for a result.
	 * @param future the result
	 * @param timeout how long to wait at most
	 * @param late makes what to fail with if that is too short
	 */
	static <T> T get(CompletableFuture<T> future, Duration timeout, Supplier<AssertionError> late) {
		check();
		try {
			return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw late.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the server", ex);
		}
		catch (ExecutionException ex) {
			throw rethrow(Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	private static RuntimeException rethrow(Throwable cause) {
		if (cause instanceof AssertionError || cause instanceof ConnectErrorException) {
			// Made where it was found out; where the test has waited says more.
			cause.fillInStackTrace();
		}
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof RuntimeException known) ? known : new IllegalStateException(cause);
	}

}
