package io.github.socketiospring.admin;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.socketiospring.RateLimitAction;
import io.github.socketiospring.server.limit.Rate;
import io.github.socketiospring.server.limit.TokenBucket;

/**
 * Limits how many events are sent to the page in a second, and counts those that were
 * left out. Safe for use by any thread.
 */
final class EventAllowance {

	private final TokenBucket events;

	private final LongSupplier time;

	private final AtomicLong dropped = new AtomicLong();

	/**
	 * Creates an allowance of which nothing is used.
	 * @param perSecond how many events may be sent
	 * @param time the time of the timers
	 */
	EventAllowance(int perSecond, LongSupplier time) {
		this.events = new TokenBucket(new Rate("admin.max-events-per-second", perSecond, Duration.ofSeconds(1),
				perSecond, RateLimitAction.IGNORE));
		this.time = time;
	}

	/**
	 * Takes one.
	 * @return {@code false} if there are none left
	 */
	boolean take() {
		boolean taken = this.events.take(this.time.getAsLong());
		if (!taken) {
			this.dropped.incrementAndGet();
		}
		return taken;
	}

	/** Returns how many were not to be had since the last time. */
	long takeDropped() {
		return this.dropped.getAndSet(0);
	}

}
