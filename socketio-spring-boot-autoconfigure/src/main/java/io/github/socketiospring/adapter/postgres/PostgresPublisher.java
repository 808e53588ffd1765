package io.github.socketiospring.adapter.postgres;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.github.socketiospring.adapter.cluster.FaultLog;
import io.github.socketiospring.adapter.cluster.SendCounts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages. Any thread may use it; none is ever blocked.
 * <ul>
 * <li>What one thread sends arrives in that order.
 * <li>Nothing is sent twice. What waited or was on its way when the connection broke has
 * failed.
 * <li>While there is no connection, and while too many bytes wait, everything is refused
 * at once.
 * </ul>
 * It deletes what is old in the table, too.
 */
final class PostgresPublisher implements PostgresLink.Work {

	private static final Log logger = LogFactory.getLog(PostgresPublisher.class);

	private static final int BATCH = 128;

	private final MessageTable table;

	private final Duration cleanupInterval;

	private final PostgresLink link;

	private final long silence;

	private final FaultLog unsent;

	private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

	private final SendCounts counts;

	/** The number of the connection; negative while there is none. */
	private volatile int connection = -1;

	/** Whether the thread waits for messages. */
	private volatile boolean idle;

	private volatile boolean closed;

	/** Whether something says that the connection may be broken. */
	private volatile boolean doubtful;

	private long lastUsed = System.nanoTime();

	private long nextCleanup = System.nanoTime();

	PostgresPublisher(DataSource source, MessageTable table, PostgresOptions options, PostgresTimes times,
			LinkStates states, FaultLog unsent) {
		this.table = table;
		this.cleanupInterval = options.cleanupInterval();
		this.counts = new SendCounts(options.maxPendingBytes());
		this.unsent = unsent;
		this.silence = times.silence().toNanos();
		this.link = new PostgresLink("send", source, times, this, states);
	}

	/**
	 * A message that waits for a connection, by its number. Completes when PostgreSQL has
	 * it, or when it is lost.
	 */
	private static final class Waiting extends CompletableFuture<Void> {

		private final Outgoing message;

		private final int connection;

		private final long begun;

		Waiting(Outgoing message, int connection, long begun) {
			this.message = message;
			this.connection = connection;
			this.begun = begun;
		}

	}

	PostgresLink link() {
		return this.link;
	}

	/** Returns what waits, and what has become of messages. */
	SendCounts counts() {
		return this.counts;
	}

	/**
	 * Sends a message, soon.
	 * @return completes when PostgreSQL has it; has failed already if it is refused
	 */
	CompletableFuture<Void> publish(Outgoing message) {
		int current = this.connection;
		if (current < 0 || this.closed) {
			// Which has been logged.
			this.counts.countRefused();
			this.unsent.addUnlogged();
			return CompletableFuture.failedFuture(new SQLException("no connection"));
		}
		if (!this.counts.offer(message.size())) {
			this.counts.countRefused();
			this.unsent.add(() -> "PostgreSQL is too slow: too many bytes wait to be sent");
			return CompletableFuture.failedFuture(new SQLException("too much waits"));
		}
		Waiting waiting = new Waiting(message, current, this.counts.begin());
		this.queue.add(waiting);
		if (this.idle) {
			this.link.wake();
		}
		return waiting;
	}

	@Override
	public void connected(OwnConnection opened) throws SQLException {
		this.table.prepare(opened);
		// Nothing that is sent outlives PostgreSQL anyway.
		try (Statement statement = opened.session().createStatement()) {
			statement.execute("SET synchronous_commit TO off");
		}
		this.doubtful = false;
		this.lastUsed = System.nanoTime();
		this.connection = -this.connection;
	}

	@Override
	public void lost(String reason) {
		if (this.connection > 0) {
			this.connection = -this.connection - 1;
		}
		for (Waiting waiting = this.queue.poll(); waiting != null; waiting = this.queue.poll()) {
			lost(waiting);
		}
	}

	/** A message is lost with its connection, which has been logged. */
	private void lost(Waiting waiting) {
		this.counts.countFailed();
		this.counts.remove(waiting.message.size());
		this.unsent.addUnlogged();
		waiting.completeExceptionally(new SQLException("the connection is lost"));
	}

	/** PostgreSQL has refused a message. */
	private void failed(Waiting waiting, SQLException ex) {
		this.counts.countFailed();
		this.counts.remove(waiting.message.size());
		this.unsent.add(() -> String.valueOf(ex.getMessage()));
		waiting.completeExceptionally(ex);
	}

	@Override
	public boolean step(OwnConnection opened) throws SQLException {
		long rest = this.nextCleanup - System.nanoTime();
		if (rest <= 0) {
			clean(opened);
			return true;
		}
		Waiting first = next();
		if (first == null) {
			if (this.closed) {
				return false;
			}
			await(opened, rest);
		}
		else if (first.message instanceof Outgoing.Stored stored) {
			store(opened, first, stored);
		}
		else {
			send(opened, batch(first));
		}
		return true;
	}

	private @Nullable Waiting next() {
		Waiting waiting = this.queue.poll();
		while (waiting != null && waiting.connection != this.connection) {
			lost(waiting);
			waiting = this.queue.poll();
		}
		return waiting;
	}

	private void await(OwnConnection opened, long nanos) throws SQLException {
		if (this.doubtful || System.nanoTime() - this.lastUsed > this.silence) {
			this.doubtful = false;
			this.lastUsed = System.nanoTime();
			if (!opened.isAlive()) {
				throw new SQLException("PostgreSQL does not answer any more");
			}
		}
		this.idle = true;
		if (this.queue.isEmpty() && !this.closed && !this.doubtful) {
			LockSupport.parkNanos(this, Math.min(nanos, this.silence));
		}
		this.idle = false;
	}

	/** Another connection was lost: this one may be, too. */
	void doubt() {
		this.doubtful = true;
		this.link.wake();
	}

	/** As many as can be sent at once: PostgreSQL drops what a transaction has twice. */
	private List<Waiting> batch(Waiting first) {
		List<Waiting> batch = new ArrayList<>();
		Set<Outgoing> different = new HashSet<>();
		batch.add(first);
		different.add(first.message);
		for (Waiting next = this.queue.peek(); next != null && batch.size() < BATCH; next = this.queue.peek()) {
			if (next.connection != this.connection || !(next.message instanceof Outgoing.Plain)
					|| !different.add(next.message)) {
				break;
			}
			batch.add(next);
			this.queue.remove();
		}
		return batch;
	}

	private void send(OwnConnection opened, List<Waiting> batch) throws SQLException {
		try {
			MessageTable.send(opened.session(),
					batch.stream().map((waiting) -> (Outgoing.Plain) waiting.message).toList());
			batch.forEach(this::sent);
		}
		catch (SQLException ex) {
			if (!opened.isAlive()) {
				batch.forEach(this::lost);
				throw ex;
			}
			if (batch.size() == 1) {
				failed(batch.get(0), ex);
			}
			else {
				// PostgreSQL has refused all of them, because of one.
				for (Waiting each : batch) {
					send(opened, List.of(each));
				}
			}
		}
	}

	private void store(OwnConnection opened, Waiting waiting, Outgoing.Stored message) throws SQLException {
		try {
			this.table.store(opened.session(), message);
			sent(waiting);
		}
		catch (SQLException ex) {
			if (!opened.isAlive()) {
				lost(waiting);
				throw ex;
			}
			failed(waiting, ex);
		}
	}

	private void sent(Waiting waiting) {
		this.counts.countPublished(waiting.begun);
		this.lastUsed = System.nanoTime();
		this.counts.remove(waiting.message.size());
		waiting.complete(null);
	}

	private void clean(OwnConnection opened) throws SQLException {
		this.nextCleanup = System.nanoTime() + this.cleanupInterval.toNanos();
		try {
			this.table.clean(opened.session(), this.cleanupInterval);
		}
		catch (SQLException ex) {
			check(opened, ex);
			logger.warn("Old messages cannot be deleted from the table " + this.table.name() + ": " + ex.getMessage());
		}
	}

	private static void check(OwnConnection opened, SQLException ex) throws SQLException {
		if (!opened.isAlive()) {
			throw ex;
		}
	}

	/**
	 * Sends what waits, and closes the connection.
	 * @param limit how long it may take
	 */
	void close(Duration limit) {
		this.closed = true;
		this.link.close(limit);
	}

}
