package io.github.socketiospring.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the sessions of a server evenly over some time. How long it rests after each
 * depends on how many sessions and how much time are left, so those that end by
 * themselves give the others more time.
 */
final class Drain extends TimerWheel.Timer {

	/** In milliseconds; timers do not run more often. */
	private static final long SHORTEST_REST = 10;

	private final EngineServer server;

	private final Collection<DefaultEngineSession> sessions;

	private final InstantSource time;

	private final long end;

	private final Runnable done;

	private final AtomicBoolean ended = new AtomicBoolean();

	private Iterator<DefaultEngineSession> next = Collections.emptyIterator();

	/**
	 * Creates a drain that has not begun.
	 * @param server whose timers tell the time
	 * @param sessions those that are open, which change
	 * @param time how long it takes
	 * @param done called once, at the end
	 */
	Drain(EngineServer server, Collection<DefaultEngineSession> sessions, Duration time, Runnable done) {
		this.server = server;
		this.sessions = sessions;
		this.time = server.timers().time();
		this.end = this.time.millis() + time.toMillis();
		this.done = done;
	}

	/**
	 * Closes the first session, later, on the timers' thread.
	 */
	void begin() {
		if (this.sessions.isEmpty()) {
			end();
		}
		else {
			this.server.timers().schedule(this, Duration.ZERO);
		}
	}

	@Override
	protected void run() {
		if (this.ended.get()) {
			// Elsewhere, when its time had come already.
			return;
		}
		int open = this.sessions.size();
		long left = this.end - this.time.millis();
		if (open == 0 || left <= 0) {
			end();
			return;
		}
		// Rounded up: whoever rests for longer can be on time.
		long count = 1 + (open * SHORTEST_REST - 1) / left;
		try {
			close(count);
		}
		finally {
			if (!this.ended.get()) {
				this.server.timers().scheduleNext(this, Duration.ofMillis(left).multipliedBy(count).dividedBy(open));
			}
		}
	}

	private void close(long count) {
		for (long i = 0; i < count; i++) {
			if (!this.next.hasNext()) {
				// Some have come since, or have been passed by.
				this.next = this.sessions.iterator();
			}
			if (!this.next.hasNext()) {
				return;
			}
			this.next.next().close(CloseReason.SERVER_SHUTTING_DOWN, null);
		}
	}

	/**
	 * Nothing more is closed.
	 */
	void end() {
		if (this.ended.compareAndSet(false, true)) {
			this.server.timers().cancel(this);
			this.done.run();
		}
	}

}
