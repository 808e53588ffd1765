package io.github.socketiospring.adapter.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what is sent to other servers: how many bytes are on their way, which has a
 * bound, and what has become of messages. Safe for use by any thread.
 */
public final class SendCounts {

	private final long maxPendingBytes;

	private final AtomicLong pendingBytes = new AtomicLong();

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

	/** Counts a message that was sent. */
	public void countPublished() {
		this.published.increment();
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
