package io.github.socketiospring.metrics;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;

/**
 * How long something has taken. Safe for use by any thread.
 */
final class Times {

	/** As Micrometer's own timers have it. */
	private static final long ROTATION_MILLIS = 60_000;

	private static final int WINDOWS = 3;

	private final LongAdder count = new LongAdder();

	private final LongAdder total = new LongAdder();

	private final TimeWindowMax max;

	Times(Clock clock) {
		this.max = new TimeWindowMax(clock, ROTATION_MILLIS, WINDOWS);
	}

	/**
	 * Adds what took some time.
	 * @param nanos how long
	 * @param weight for how many this one stands
	 */
	void add(long nanos, int weight) {
		this.count.add(weight);
		this.total.add(nanos * weight);
		this.max.record(nanos);
	}

	long count() {
		return this.count.sum();
	}

	double totalNanos() {
		return this.total.sum();
	}

	double maxNanos() {
		return this.max.poll();
	}

}
