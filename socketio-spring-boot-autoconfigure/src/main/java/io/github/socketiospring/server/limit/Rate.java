package io.github.socketiospring.server.limit;

import java.time.Duration;

import io.github.socketiospring.RateLimitAction;
import io.github.socketiospring.engine.TimerWheel;

/**
 * A rate of events: how many may be sent in which time. Immutable. Each instance is one
 * limit, so two with the same values are not equal.
 */
public final class Rate {

	/** The name of the limit of all events of a socket. */
	public static final String PER_SOCKET = "rate-limits.per-socket";

	/** The name of the limit of all events of an address. */
	public static final String PER_ADDRESS = "rate-limits.per-address";

	/** The name of the limits of single events of a socket. */
	public static final String PER_EVENT = "rate-limits.per-event";

	/** More would not fit when it is added to the time. */
	private static final long LONGEST = Long.MAX_VALUE / 4;

	private final String limit;

	private final RateLimitAction action;

	private final long interval;

	private final long tolerance;

	/**
	 * Creates a rate.
	 * @param limit the name of the limit among the properties
	 * @param events how many events may be sent in a time, in the long run; at least 1
	 * @param per that time, not zero
	 * @param burst how many may be sent at once after a time without any; at least 1
	 * @param action what becomes of an event beyond it
	 */
	public Rate(String limit, int events, Duration per, int burst, RateLimitAction action) {
		this.limit = limit;
		this.action = action;
		this.interval = Math.max(1, per.toNanos() / events);
		long ahead = burst - 1L;
		this.tolerance = (ahead > LONGEST / this.interval) ? LONGEST : ahead * this.interval;
	}

	/**
	 * Returns the name of the limit among the properties.
	 * @return one of the constants
	 */
	public String limit() {
		return this.limit;
	}

	/**
	 * Returns what becomes of an event beyond it.
	 * @return the action
	 */
	public RateLimitAction action() {
		return this.action;
	}

	/** The nanoseconds after which a token is there again. */
	long interval() {
		return this.interval;
	}

	/**
	 * For how many nanoseconds tokens may be taken in advance; more by what the clock may
	 * be behind, so that nobody is refused for that.
	 */
	long tolerance() {
		return this.tolerance + TimerWheel.COARSENESS;
	}

}
