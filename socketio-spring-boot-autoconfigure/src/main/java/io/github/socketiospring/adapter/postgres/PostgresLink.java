package io.github.socketiospring.adapter.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * A connection, and the thread that works with it. A connection that is lost is replaced
 * until the link is closed.
 */
final class PostgresLink {

	private static final long FIRST_DELAY = Duration.ofMillis(100).toNanos();

	private static final long MAX_DELAY = Duration.ofSeconds(3).toNanos();

	private static final int MAX_DOUBLINGS = 10;

	private final String purpose;

	private final DataSource source;

	private final PostgresTimes times;

	private final Work work;

	private final LinkStates states;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private final Thread thread;

	private boolean started;

	private volatile boolean closed;

	/**
	 * Creates a link. It does nothing before {@link #start()}.
	 * @param purpose what it is for, as log lines say it, in one word
	 * @param source where its connections come from
	 * @param times how long PostgreSQL has to answer
	 * @param work what it does
	 * @param states is told of its connections
	 */
	PostgresLink(String purpose, DataSource source, PostgresTimes times, Work work, LinkStates states) {
		this.purpose = purpose;
		this.source = source;
		this.times = times;
		this.work = work;
		this.states = states;
		this.thread = new Thread(this::run, "socketio-postgres-" + purpose);
		this.thread.setDaemon(true);
	}

	/**
	 * What is done with a connection, by the link's thread.
	 */
	interface Work {

		/** There is a new connection. */
		void connected(OwnConnection connection) throws SQLException;

		/**
		 * Does what there is to do, or waits for it, a few seconds at most.
		 * @return {@code false} if there will be nothing to do any more
		 */
		boolean step(OwnConnection connection) throws SQLException;

		/** There is no connection any more. */
		void lost(String reason);

	}

	/**
	 * Begins to connect, if that has not been done.
	 * @return completes with the first connection, or with the reason why there will be
	 * none until somebody does something about it
	 */
	synchronized CompletableFuture<Void> start() {
		if (!this.started) {
			this.started = true;
			this.states.starting(this.purpose);
			this.thread.start();
		}
		return this.ready;
	}

	private void run() {
		for (int failures = 0; !this.closed; failures++) {
			String reason = "closed";
			try (OwnConnection connection = OwnConnection.take(this.source, this.times)) {
				this.work.connected(connection);
				failures = 0;
				this.states.up(this.purpose);
				this.ready.complete(null);
				while (this.work.step(connection)) {
					continue;
				}
			}
			catch (PostgresFailureException ex) {
				reason = ex.getMessage() + ". " + ex.action();
				this.ready.completeExceptionally(ex);
			}
			catch (SQLException | RuntimeException ex) {
				reason = reason(ex);
			}
			this.work.lost(reason);
			if (!this.closed) {
				this.states.down(this.purpose, reason);
				pause(failures);
			}
		}
		this.ready.completeExceptionally(new IllegalStateException("closed"));
	}

	private static String reason(Throwable ex) {
		Throwable cause = ex;
		while (cause.getCause() != null && cause.getCause() != cause) {
			cause = cause.getCause();
		}
		String message = ex.getMessage();
		return (cause != ex && cause.getMessage() != null) ? message + " (" + cause.getMessage() + ")"
				: String.valueOf(message);
	}

	private void pause(int failures) {
		long delay = Math.min(FIRST_DELAY << Math.min(failures, MAX_DOUBLINGS), MAX_DELAY);
		// Servers that have lost the same database need not come back all at once.
		long end = System.nanoTime() + delay / 2 + ThreadLocalRandom.current().nextLong(delay);
		for (long rest = end - System.nanoTime(); rest > 0 && !this.closed; rest = end - System.nanoTime()) {
			LockSupport.parkNanos(this, rest);
		}
	}

	/** Wakes the thread, if it waits. Any thread may call it; it never blocks. */
	void wake() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * Closes the connection when its work is done, and waits for that.
	 * @param limit how long, at most; then the work ends as it is
	 */
	void close(Duration limit) {
		this.closed = true;
		wake();
		try {
			this.thread.join(limit.toMillis());
			// A pool may keep it waiting.
			this.thread.interrupt();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
