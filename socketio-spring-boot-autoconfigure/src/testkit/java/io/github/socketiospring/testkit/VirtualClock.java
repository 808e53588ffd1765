package io.github.socketiospring.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is advanced.
 */
public final class VirtualClock implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong(1);

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
