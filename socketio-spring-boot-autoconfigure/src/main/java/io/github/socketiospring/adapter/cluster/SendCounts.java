package io.github.socketiospring.adapter.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Counts what is sent to other servers: how many bytes are on their way, which has a
 * bound, and what has become of messages. Safe for use by any thread.
 */
public final class SendCounts {

	private final long maxPendingBytes;

	private final AtomicLong pendingBytes = new AtomicLong();

	private volatile @Nullable LongConsumer times;

	private final LongAdder published = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder failed = new LongAdder();

	/**
	 * Creates counts of nothing.
	 * @param maxPendingBytes the most bytes that may be on their way
	 */
	public SendCounts(long maxPendingBytes) {
		this.maxPendingBytes = maxPendingBytes;
	}

	/**
	 * Adds what is to be sent, unless it is too much.
	 * @param bytes its size
	 * @return {@code false} if it is too much, and nothing was added
	 */
	public boolean offer(long bytes) {
		if (this.pendingBytes.addAndGet(bytes) > this.maxPendingBytes) {
			this.pendingBytes.addAndGet(-bytes);
			return false;
		}
		return true;
	}

	/**
	 * Adds what is to be sent, however much that is.
	 * @param bytes its size
	 */
	public void add(long bytes) {
		this.pendingBytes.addAndGet(bytes);
	}

	/**
	 * Takes off what is no longer on its way.
	 * @param bytes its size
	 */
	public void remove(long bytes) {
		this.pendingBytes.addAndGet(-bytes);
	}

	/**
	 * Lets somebody know how long messages take.
	 * @param nanos takes the time of each message, besides those who do already
	 */
	public synchronized void timeWith(LongConsumer nanos) {
		LongConsumer others = this.times;
		this.times = (others != null) ? others.andThen(nanos) : nanos;
	}

	/**
	 * A message is about to be sent.
	 * @return when, for {@link #countPublished}; 0 if nobody wants to know
	 */
	public long begin() {
		return (this.times != null) ? System.nanoTime() : 0;
	}

	/**
	 * Counts a message that was sent.
	 * @param begun what {@link #begin} has returned
	 */
	public void countPublished(long begun) {
		this.published.increment();
		LongConsumer current = this.times;
		if (current != null && begun != 0) {
			current.accept(System.nanoTime() - begun);
		}
	}

	/** Counts a message that was not taken to be sent. */
	public void countRefused() {
		this.refused.increment();
	}

	/** Counts a message that was taken, but may not have been sent. */
	public void countFailed() {
		this.failed.increment();
	}

	/**
	 * Returns the number of bytes that are on their way.
	 * @return the number now
	 */
	public long pendingBytes() {
		return this.pendingBytes.get();
	}

	/**
	 * Returns the number of messages that were sent.
	 * @return the number since the start
	 */
	public long published() {
		return this.published.sum();
	}

	/**
	 * Returns the number of messages that were not taken.
	 * @return the number since the start
	 */
	public long refused() {
		return this.refused.sum();
	}

	/**
	 * Returns the number of messages that were taken, but may not have been sent.
	 * @return the number since the start
	 */
	public long failed() {
		return this.failed.sum();
	}

}
