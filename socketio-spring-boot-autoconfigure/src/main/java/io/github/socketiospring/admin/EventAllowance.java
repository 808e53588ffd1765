package io.github.socketiospring.admin;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how many events are sent to the page in each second, and counts those that were
 * left out. Safe for use by any thread.
 */
final class EventAllowance {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final int perSecond;

	private final LongSupplier nanoTime;

	private long begun;

	private int used;

	private long dropped;

	EventAllowance(int perSecond, LongSupplier nanoTime) {
		this.perSecond = perSecond;
		this.nanoTime = nanoTime;
		this.begun = nanoTime.getAsLong();
	}

	/**
	 * Takes one.
	 * @return {@code false} if there are none left in this second
	 */
	synchronized boolean take() {
		long now = this.nanoTime.getAsLong();
		if (now - this.begun >= SECOND) {
			this.begun = now;
			this.used = 0;
		}
		if (this.used == this.perSecond) {
			this.dropped++;
			return false;
		}
		this.used++;
		return true;
	}

	/** Returns how many were not to be had since the last time. */
	synchronized long takeDropped() {
		long last = this.dropped;
		this.dropped = 0;
		return last;
	}

}
