package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Timers that run when a test says so.
 */
public final class VirtualTime {

	private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

	private final TimerWheel timers = new TimerWheel(this.nanos::get);

	public TimerWheel timers() {
		return this.timers;
	}

	/** Time passes, tick by tick. */
	public void advance(Duration duration) {
		long end = this.nanos.get() + duration.toNanos();
		while (this.nanos.get() < end) {
			this.nanos.set(Math.min(end, this.nanos.get() + 10_000_000));
			this.timers.advance();
		}
	}

	public void advanceMillis(long millis) {
		advance(Duration.ofMillis(millis));
	}

	/** Time has passed, and nobody has looked meanwhile. */
	public void jump(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
		this.timers.advance();
	}

	/** Time passes, and the timers' thread is late. */
	public void passUnnoticed(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
