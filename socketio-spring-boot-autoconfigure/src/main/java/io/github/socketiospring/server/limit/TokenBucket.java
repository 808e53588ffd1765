package io.github.socketiospring.server.limit;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A bucket of tokens that fills at a {@link Rate}. Keeps nothing but the time at which it
 * is full, in nanoseconds of the timers' clock. Safe for use by any thread.
 */
public class TokenBucket {

	private static final AtomicLongFieldUpdater<TokenBucket> FULL_AT = AtomicLongFieldUpdater
		.newUpdater(TokenBucket.class, "fullAt");

	private final Rate rate;

	private volatile long fullAt;

	/**
	 * Creates a bucket that is full.
	 * @param rate how it fills
	 */
	public TokenBucket(Rate rate) {
		this.rate = rate;
	}

	final Rate rate() {
		return this.rate;
	}

	/**
	 * Takes a token if there is one.
	 * @param now the time of the timers
	 * @return whether there was one
	 */
	public final boolean take(long now) {
		while (true) {
			long before = this.fullAt;
			if (before - now > this.rate.tolerance()) {
				return false;
			}
			if (FULL_AT.compareAndSet(this, before, Math.max(before, now) + this.rate.interval())) {
				return true;
			}
		}
	}

	/**
	 * Puts a token back that was taken.
	 */
	public final void giveBack() {
		FULL_AT.addAndGet(this, -this.rate.interval());
	}

	/**
	 * Returns for how long tokens must not be taken until the bucket is full.
	 * @param now the time
	 * @return nanoseconds, not positive if it is full
	 */
	public final long untilFull(long now) {
		return this.fullAt - now;
	}

}
