package io.github.socketiospring.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * What a load counts, whether it is to go on, and whether anything went wrong. Used on
 * the loop only, except to wait.
 */
final class Tally {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final double NANOS_PER_MICRO = 1000;

	private final LoadLoop loop;

	private final LatencyHistogram latencies = new LatencyHistogram();

	/** Fails with the first failure, and never completes otherwise. */
	private final CompletableFuture<Void> failure = new CompletableFuture<>();

	private long operations;

	private boolean running;

	private int pending;

	private @Nullable CompletableFuture<Void> drained;

	Tally(LoadLoop loop) {
		this.loop = loop;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Something was sent that has to be answered.
	 * @param count how many
	 */
	void sent(int count) {
		this.pending += count;
	}

	/**
	 * Something was answered, once and for all.
	 */
	void done() {
		if (--this.pending == 0 && this.drained != null) {
			this.drained.complete(null);
		}
	}

	void record(long nanos) {
		this.operations++;
		this.latencies.record(nanos);
	}

	void fail(Throwable cause) {
		this.failure.completeExceptionally(cause);
	}

	void start(Runnable first) {
		check();
		this.loop.run(() -> {
			this.running = true;
			this.drained = null;
			first.run();
		});
	}

	void reset() {
		this.loop.run(() -> {
			this.operations = 0;
			this.latencies.reset();
		});
	}

	LoadCount count() {
		check();
		return this.loop.call(() -> new LoadCount(this.operations, micros(0.5), micros(0.99), micros(0.999)));
	}

	/**
	 * Ends sending and waits for all that is still to come.
	 */
	void stop() {
		CompletableFuture<Void> last = new CompletableFuture<>();
		this.loop.run(() -> {
			this.running = false;
			this.drained = last;
			if (this.pending == 0) {
				last.complete(null);
			}
		});
		await(last, "answers");
	}

	void await(CompletableFuture<Void> done, String what) {
		try {
			CompletableFuture.anyOf(done, this.failure).get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new LoadException("Failed while waiting for " + what, ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new LoadException("Still waiting for " + this.pending + " " + what, ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void check() {
		if (this.failure.isCompletedExceptionally()) {
			await(this.failure, "nothing");
		}
	}

	private double micros(double share) {
		return this.latencies.percentile(share) / NANOS_PER_MICRO;
	}

}
