package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Connections that a thread has given messages to and not woken up yet, so that what it
 * does next can add to them. Made for a thread that expects to be done in no time; should
 * it be held up nevertheless, the timer wheel wakes them up after at most two ticks.
 * {@link #begin()} and {@link #end()} are for that one thread.
 */
public final class WakeUps extends TimerWheel.Timer {

	private static final ThreadLocal<@Nullable WakeUps> CURRENT = new ThreadLocal<>();

	private final TimerWheel timers;

	private List<TransportConnection> waiting = new ArrayList<>(4);

	private boolean open;

	/**
	 * Creates an empty collection.
	 * @param timers flush when the thread is held up
	 */
	public WakeUps(TimerWheel timers) {
		this.timers = timers;
	}

	/**
	 * Puts a connection's waking up off, if the calling thread does that now.
	 * @param connection the connection
	 * @return {@code false} if it must be woken up at once
	 */
	public static boolean putOff(TransportConnection connection) {
		WakeUps current = CURRENT.get();
		return current != null && current.add(connection);
	}

	private boolean add(TransportConnection connection) {
		boolean first;
		synchronized (this) {
			if (!this.open) {
				return false;
			}
			first = this.waiting.isEmpty();
			this.waiting.add(connection);
		}
		if (first) {
			// At the next tick: no timer runs sooner.
			this.timers.schedule(this, Duration.ZERO);
		}
		return true;
	}

	/**
	 * The calling thread puts off from now on what it wakes up.
	 */
	public void begin() {
		synchronized (this) {
			this.open = true;
		}
		CURRENT.set(this);
	}

	/**
	 * Wakes up what waits; the calling thread puts nothing off any more.
	 */
	public void end() {
		CURRENT.remove();
		this.timers.cancel(this);
		flush();
	}

	@Override
	protected void run() {
		flush();
	}

	/** Once a timer had to do it, the thread's later wake-ups are not put off. */
	private void flush() {
		List<TransportConnection> ready;
		synchronized (this) {
			this.open = false;
			if (this.waiting.isEmpty()) {
				return;
			}
			ready = this.waiting;
			this.waiting = new ArrayList<>(4);
		}
		for (TransportConnection connection : ready) {
			try {
				connection.executor().execute(connection::drain);
			}
			catch (RejectedExecutionException ex) {
				// Gone with its event loop; the others may be on another.
			}
		}
	}

}
