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
	 * What one namespace takes of the budget. Not safe for use by more than one thread.
	 */
	final class Share {

		private long sessions;

		private long events;

		private long bytes;

		/**
		 * Sets how many sockets the namespace remembers now.
		 */
		void sessions(long count) {
			RecoveryBudget.this.sessions.addAndGet(count - this.sessions);
			this.sessions = count;
		}

		/**
		 * Sets how many events the namespace remembers now.
		 */
		void events(long count, long bytes) {
			RecoveryBudget.this.events.addAndGet(count - this.events);
			RecoveryBudget.this.bytes.addAndGet(bytes - this.bytes);
			this.events = count;
			this.bytes = bytes;
		}

		/**
		 * Whether whoever remembers one more socket has to forget one of its own.
		 */
		boolean hasTooManySessions() {
			return RecoveryBudget.this.sessions.get() > (long) NAMESPACES * RecoveryBudget.this.limits.maxSessions();
		}

		/**
		 * Whether whoever remembers one more event has to forget one of its own.
		 */
		boolean hasTooManyEvents() {
			RecoveryLimits limits = RecoveryBudget.this.limits;
			return RecoveryBudget.this.events.get() > (long) NAMESPACES * limits.maxEvents()
					|| RecoveryBudget.this.bytes.get() > NAMESPACES * limits.maxBytes();
		}

	}

}
