package io.github.socketiospring.metrics;

import java.util.function.LongSupplier;

/**
 * Chooses which events are timed, since reading the clock costs more than counting. All
 * are, up to five thousand a second; above that, one in 64, which then counts 64 times.
 * Used by many threads without a lock: at worst it chooses a few more or less, and what
 * it chooses has the right weight.
 */
final class Sampling {

	/** In a hundredth of a second. */
	private static final int ALL = 50;

	private static final int WEIGHT = 64;

	/** The time, which changes every hundredth of a second. */
	private final LongSupplier time;

	private long tick;

	private int calls;

	Sampling(LongSupplier time) {
		this.time = time;
	}

	/**
	 * Decides about the next.
	 * @return for how many it stands; 0 if it is not timed
	 */
	int next() {
		long now = this.time.getAsLong();
		int count = (now == this.tick) ? this.calls + 1 : 1;
		this.tick = now;
		this.calls = count;
		if (count <= ALL) {
			return 1;
		}
		return (count % WEIGHT == 0) ? WEIGHT : 0;
	}

}
