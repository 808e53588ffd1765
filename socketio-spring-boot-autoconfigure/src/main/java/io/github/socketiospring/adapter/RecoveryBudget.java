package io.github.socketiospring.adapter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much all namespaces of one server remember together: clients may choose the names
 * of thousands. Safe for use by any thread.
 */
final class RecoveryBudget {

	/** As much as so many namespaces at their limits. */
	static final int NAMESPACES = 8;

	private final RecoveryLimits limits;

	private final AtomicLong sessions = new AtomicLong();

	private final AtomicLong events = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	/**
	 * Creates a budget that nothing is taken of.
	 * @param limits those of one namespace
	 */
	RecoveryBudget(RecoveryLimits limits) {
		this.limits = limits;
	}

	Share share() {
		return new Share();
	}

	/**
	 * Whether whoever remembers one more socket has to forget one of its own.
	 */
	boolean hasTooManySessions() {
		return this.sessions.get() > (long) NAMESPACES * this.limits.maxSessions();
	}

	/**
	 * Whether whoever remembers one more event has to forget one of its own.
	 */
	boolean hasTooManyEvents() {
		return this.events.get() > (long) NAMESPACES * this.limits.maxEvents()
				|| this.bytes.get() > NAMESPACES * this.limits.maxBytes();
	}

	/**
	 * What one namespace takes of the budget. Not safe for use by more than one thread.
	 */
	final class Share {

		private long sessions;

		private long events;

		private long bytes;

		/**
		 * Sets how much the namespace remembers now.
		 */
		void set(long sessions, long events, long bytes) {
			RecoveryBudget.this.sessions.addAndGet(sessions - this.sessions);
			RecoveryBudget.this.events.addAndGet(events - this.events);
			RecoveryBudget.this.bytes.addAndGet(bytes - this.bytes);
			this.sessions = sessions;
			this.events = events;
			this.bytes = bytes;
		}

	}

}
