package io.github.socketiospring.adapter.postgres;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
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
	 * A message, and the number of the connection for which it waits.
	 */
	private record Waiting(Outgoing message, int connection) {
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
	 * @return {@code false} if it has been refused
	 */
	boolean publish(Outgoing message) {
		int current = this.connection;
		if (current < 0 || this.closed) {
			// Which has been logged.
			this.counts.countRefused();
			this.unsent.addUnlogged();
			return false;
		}
		if (!this.counts.offer(message.size())) {
			this.counts.countRefused();
			this.unsent.add(() -> "PostgreSQL is too slow: too many bytes wait to be sent");
			return false;
		}
		this.queue.add(new Waiting(message, current));
		if (this.idle) {
			this.link.wake();
		}
		return true;
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
			lost(waiting.message());
		}
	}

	/** A message is lost with its connection, which has been logged. */
	private void lost(Outgoing message) {
		this.counts.countFailed();
		this.counts.remove(message.size());
		this.unsent.addUnlogged();
	}

	/** PostgreSQL has refused a message. */
	private void failed(Outgoing message, SQLException ex) {
		this.counts.countFailed();
		this.counts.remove(message.size());
		this.unsent.add(() -> String.valueOf(ex.getMessage()));
	}

	@Override
	public boolean step(OwnConnection opened) throws SQLException {
		long rest = this.nextCleanup - System.nanoTime();
		if (rest <= 0) {
			clean(opened);
			return true;
		}
		Outgoing first = next();
		if (first == null) {
			if (this.closed) {
				return false;
			}
			await(opened, rest);
		}
		else if (first instanceof Outgoing.Stored stored) {
			store(opened, stored);
		}
		else if (first instanceof Outgoing.Plain plain) {
			send(opened, batch(plain));
		}
		return true;
	}

	private @Nullable Outgoing next() {
		Waiting waiting = this.queue.poll();
		while (waiting != null && waiting.connection() != this.connection) {
			lost(waiting.message());
			waiting = this.queue.poll();
		}
		return (waiting != null) ? waiting.message() : null;
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
	private List<Outgoing.Plain> batch(Outgoing.Plain first) {
		List<Outgoing.Plain> batch = new ArrayList<>();
		Set<Outgoing> different = new HashSet<>();
		batch.add(first);
		different.add(first);
		for (Waiting next = this.queue.peek(); next != null && batch.size() < BATCH; next = this.queue.peek()) {
			if (next.connection() != this.connection || !(next.message() instanceof Outgoing.Plain plain)
					|| !different.add(plain)) {
				break;
			}
			batch.add(plain);
			this.queue.remove();
		}
		return batch;
	}

	private void send(OwnConnection opened, List<Outgoing.Plain> batch) throws SQLException {
		try {
			MessageTable.send(opened.session(), batch);
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
				for (Outgoing.Plain each : batch) {
					send(opened, List.of(each));
				}
			}
		}
	}

	private void store(OwnConnection opened, Outgoing.Stored message) throws SQLException {
		try {
			this.table.store(opened.session(), message);
			sent(message);
		}
		catch (SQLException ex) {
			if (!opened.isAlive()) {
				lost(message);
				throw ex;
			}
			failed(message, ex);
		}
	}

	private void sent(Outgoing message) {
		this.counts.countPublished();
		this.lastUsed = System.nanoTime();
		this.counts.remove(message.size());
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
