package io.github.socketiospring.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * All timers of all sessions, on one thread. Setting and stopping a timer costs a few
 * pointer writes; a timer runs at most one tick late. Safe for use by any thread.
 */
public final class TimerWheel implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(TimerWheel.class);

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

	/** How much {@link #coarseNanos()} may be behind, in nanoseconds. */
	public static final long COARSENESS = TICK;

	private static final long MAX_CATCH_UP = 10 * TICK;

	private static final int BUCKETS = 4096;

	private final LongSupplier clock;

	private final @Nullable Timer[] buckets = new @Nullable Timer[BUCKETS];

	private final long start;

	private long currentTick;

	/** The current tick, for whoever wants to know the time at the cost of reading it. */
	private volatile long stamp;

	private int size;

	private volatile @Nullable Thread thread;

	/**
	 * Creates a wheel that turns with the system's clock, once started.
	 */
	public TimerWheel() {
		this(System::nanoTime);
	}

	/**
	 * Creates a wheel with its own clock, to be turned by {@link #advance()}.
	 * @param clock gives the time in nanoseconds
	 */
	public TimerWheel(LongSupplier clock) {
		this.clock = clock;
		this.start = clock.getAsLong();
	}

	/**
	 * Starts the thread that turns the wheel.
	 */
	public synchronized void start() {
		if (this.thread == null) {
			Thread turner = new Thread(this::turn, "socketio-timer");
			turner.setDaemon(true);
			this.thread = turner;
			turner.start();
		}
	}

	private void turn() {
		while (this.thread == Thread.currentThread()) {
			advance();
			if (isEmpty()) {
				LockSupport.park(this);
			}
			else {
				LockSupport.parkNanos(this, untilNextTick());
			}
		}
	}

	private long untilNextTick() {
		return TICK - (this.clock.getAsLong() - this.start) % TICK;
	}

	/**
	 * Stops the thread and forgets all timers.
	 */
	@Override
	public synchronized void close() {
		Thread turner = this.thread;
		this.thread = null;
		for (int i = 0; i < BUCKETS; i++) {
			Timer timer = this.buckets[i];
			while (timer != null) {
				Timer next = timer.next;
				timer.unlink();
				timer = next;
			}
			this.buckets[i] = null;
		}
		this.size = 0;
		LockSupport.unpark(turner);
	}

	/**
	 * Returns what tells the time by the wheel's clock: how much has passed, not what
	 * time of day it is.
	 * @return tells the time
	 */
	public InstantSource time() {
		return new InstantSource() {

			@Override
			public Instant instant() {
				return Instant.ofEpochMilli(millis());
			}

			@Override
			public long millis() {
				return TimeUnit.NANOSECONDS.toMillis(TimerWheel.this.clock.getAsLong() - TimerWheel.this.start);
			}

		};
	}

	/**
	 * Sets a timer, anew if it was set before.
	 * @param timer the timer
	 * @param delay after which time it runs
	 */
	public void schedule(Timer timer, Duration delay) {
		set(timer, this.clock.getAsLong() - this.start + delay.toNanos());
	}

	/**
	 * Sets a timer again that is running: as if it did so exactly when it was due, so
	 * that delays do not add up.
	 * @param timer the timer
	 * @param delay after which time it runs, from when it was due
	 */
	public void scheduleNext(Timer timer, Duration delay) {
		// After a pause of the whole process, nobody is to blame for the time that
		// passed.
		long earliest = this.clock.getAsLong() - this.start - MAX_CATCH_UP;
		set(timer, Math.max(timer.due, earliest) + delay.toNanos());
	}

	private void set(Timer timer, long due) {
		boolean first;
		synchronized (this) {
			remove(timer);
			if (this.size == 0) {
				// Nobody has turned the wheel since it was empty.
				turnTo((this.clock.getAsLong() - this.start) / TICK);
			}
			timer.due = due;
			timer.tick = Math.max((due + TICK - 1) / TICK, this.currentTick + 1);
			int bucket = (int) (timer.tick % BUCKETS);
			Timer head = this.buckets[bucket];
			timer.next = head;
			if (head != null) {
				head.previous = timer;
			}
			this.buckets[bucket] = timer;
			timer.bucket = bucket;
			first = this.size++ == 0;
		}
		if (first) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Runs a timer now if its time has come, without waiting for the next tick.
	 * @param timer the timer
	 * @return whether it ran
	 */
	public boolean runIfDue(Timer timer) {
		synchronized (this) {
			if (timer.bucket < 0 || timer.due > this.clock.getAsLong() - this.start) {
				return false;
			}
			remove(timer);
		}
		timer.run();
		return true;
	}

	/**
	 * Runs a task after some time.
	 * @param delay after which time
	 * @param task the task; must be short and must not block
	 * @return the timer, to cancel it
	 */
	public Timer schedule(Duration delay, Runnable task) {
		Timer timer = new Timer() {
			@Override
			protected void run() {
				task.run();
			}
		};
		schedule(timer, delay);
		return timer;
	}

	/**
	 * Stops a timer; nothing happens if it is not set.
	 * @param timer the timer
	 */
	public synchronized void cancel(Timer timer) {
		remove(timer);
	}

	/**
	 * Tells whether a timer waits for its time.
	 * @param timer the timer
	 * @return {@code true} if it is set
	 */
	public synchronized boolean isSet(Timer timer) {
		return timer.bucket >= 0;
	}

	/**
	 * Runs all timers whose time has come, on the calling thread.
	 */
	public void advance() {
		for (Timer timer : takeDue()) {
			try {
				timer.run();
			}
			catch (Throwable ex) {
				// Whatever happens to one session, the others need their heartbeats.
				logger.error("Timer failed", ex);
			}
		}
	}

	private synchronized List<Timer> takeDue() {
		long now = (this.clock.getAsLong() - this.start) / TICK;
		List<Timer> due = List.of();
		// After a long pause each bucket needs only one look.
		long from = Math.max(this.currentTick + 1, now - BUCKETS + 1);
		for (long tick = from; tick <= now && this.size > 0; tick++) {
			Timer timer = this.buckets[(int) (tick % BUCKETS)];
			while (timer != null) {
				Timer next = timer.next;
				if (timer.tick <= now) {
					remove(timer);
					due = due.isEmpty() ? new ArrayList<>() : due;
					due.add(timer);
				}
				timer = next;
			}
		}
		turnTo(now);
		return due;
	}

	/** Called while nothing changes. */
	private void turnTo(long tick) {
		this.currentTick = Math.max(tick, this.currentTick);
		this.stamp = this.currentTick;
	}

	/**
	 * Returns the time, a tick old at most while a timer is set. Costs no more than
	 * reading a field.
	 * @return a time stamp, for {@link #since}
	 */
	int stamp() {
		return (int) this.stamp;
	}

	/**
	 * Returns how long this wheel has been there, {@link #COARSENESS} less at most while
	 * a timer is set. Costs no more than reading a field.
	 * @return the time in nanoseconds
	 */
	public long coarseNanos() {
		return this.stamp * TICK;
	}

	/**
	 * Returns how much time has passed.
	 * @param earlier a time stamp, not older than half a year
	 * @return the time since then, to a tick
	 */
	Duration since(int earlier) {
		int now = (int) ((this.clock.getAsLong() - this.start) / TICK);
		return Duration.ofNanos(Math.max(now - earlier, 0) * TICK);
	}

	private void remove(Timer timer) {
		if (timer.bucket < 0) {
			return;
		}
		if (timer.previous != null) {
			timer.previous.next = timer.next;
		}
		else {
			this.buckets[timer.bucket] = timer.next;
		}
		if (timer.next != null) {
			timer.next.previous = timer.previous;
		}
		timer.unlink();
		this.size--;
	}

	/**
	 * Tells whether no timer is set.
	 * @return {@code true} if none is
	 */
	public synchronized boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * Something that runs after some time. Extended by objects that have one timer all
	 * their life, so that setting it allocates nothing.
	 */
	public abstract static class Timer {

		private @Nullable Timer previous;

		private @Nullable Timer next;

		private int bucket = -1;

		private long tick;

		private long due;

		/**
		 * Called on the wheel's thread when the time has come; must be short and must not
		 * block.
		 */
		protected abstract void run();

		private void unlink() {
			this.previous = null;
			this.next = null;
			this.bucket = -1;
		}

	}

}
