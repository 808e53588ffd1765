package io.github.socketiospring.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.socketiospring.engine.EngineSession;

/**
 * Adds up the counts of all sessions when meters are read, so that nothing has to be
 * added while they send and receive. A registry reads many meters at once; they share one
 * census, which is taken at most once a second.
 */
final class Census {

	private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Supplier<? extends Iterable<? extends EngineSession>> sessions;

	private final LongSupplier nanoTime;

	private final Visitor visitor;

	private long taken;

	private volatile Totals totals = new Totals();

	/**
	 * Creates a census that has not been taken.
	 * @param sessions returns all sessions
	 * @param nanoTime the time
	 * @param visitor is shown each session
	 */
	Census(Supplier<? extends Iterable<? extends EngineSession>> sessions, LongSupplier nanoTime, Visitor visitor) {
		this.sessions = sessions;
		this.nanoTime = nanoTime;
		this.visitor = visitor;
		this.taken = nanoTime.getAsLong() - VALID_NANOS;
	}

	/**
	 * Is shown each session, and told when there are no more.
	 */
	interface Visitor {

		void visit(EngineSession session);

		void end();

	}

	/**
	 * What was found, of all sessions together.
	 */
	static final class Totals {

		private long waiting;

		private long largest;

		private long peak;

		private long polls;

		long waiting() {
			return this.waiting;
		}

		long largest() {
			return this.largest;
		}

		long peak() {
			return this.peak;
		}

		long polls() {
			return this.polls;
		}

		private void add(EngineSession session) {
			long bytes = session.waitingBytes();
			this.waiting += bytes;
			this.largest = Math.max(this.largest, bytes);
			if (session.traffic() != null) {
				this.peak = Math.max(this.peak, session.traffic().highWater());
			}
			if (session.transport().endsWith("polling") && session.isWritable()) {
				this.polls++;
			}
		}

	}

	/**
	 * Takes a census, unless one was taken in the last second.
	 * @return what was found
	 */
	Totals take() {
		synchronized (this) {
			long now = this.nanoTime.getAsLong();
			if (now - this.taken >= VALID_NANOS) {
				this.taken = now;
				Totals found = new Totals();
				for (EngineSession session : this.sessions.get()) {
					found.add(session);
					this.visitor.visit(session);
				}
				this.visitor.end();
				this.totals = found;
			}
		}
		return this.totals;
	}

}
