package io.github.socketiospring.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection that is taken out of the application's pool for good: it has settings that
 * nobody else may have. Used by one thread.
 */
final class OwnConnection implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(OwnConnection.class);

	private final DataSource source;

	private final Connection pooled;

	private final Connection session;

	private final PGConnection postgres;

	private final PostgresTimes times;

	private OwnConnection(DataSource source, Connection pooled, Connection session, PGConnection postgres,
			PostgresTimes times) {
		this.source = source;
		this.pooled = pooled;
		this.session = session;
		this.postgres = postgres;
		this.times = times;
	}

	/**
	 * Takes a connection. Blocks as long as the pool does.
	 * @param times how long PostgreSQL has to answer
	 * @throws PostgresFailureException if it is no connection to PostgreSQL
	 */
	static OwnConnection take(DataSource source, PostgresTimes times) throws SQLException {
		Connection pooled = source.getConnection();
		try {
			if (!pooled.isWrapperFor(PGConnection.class)
					|| !(pooled.unwrap(PGConnection.class) instanceof Connection session)) {
				throw new PostgresFailureException(
						"Messages between servers go through PostgreSQL, but the DataSource has connections to "
								+ pooled.getMetaData().getDatabaseProductName(),
						"Set spring.datasource.url to a database of PostgreSQL. If the application has other data, "
								+ "declare a DataSource bean by the name socketIODataSource, with defaultCandidate "
								+ "= false.");
			}
			session.setAutoCommit(true);
			session.setNetworkTimeout(Runnable::run, Math.toIntExact(times.answer().toMillis()));
			return new OwnConnection(source, pooled, session, (PGConnection) session, times);
		}
		catch (SQLException | RuntimeException ex) {
			pooled.close();
			throw ex;
		}
	}

	Connection session() {
		return this.session;
	}

	/**
	 * Waits for notifications.
	 * @param millis how long, at most
	 * @return them; empty if there are none
	 */
	PGNotification[] notifications(int millis) throws SQLException {
		PGNotification[] notifications = this.postgres.getNotifications(millis);
		return (notifications != null) ? notifications : new PGNotification[0];
	}

	/** Asks PostgreSQL whether it is there. */
	boolean isAlive() throws SQLException {
		return this.session.isValid(Math.toIntExact(this.times.check().toSeconds()));
	}

	/** Closes the connection itself: nobody gets it from the pool. */
	@Override
	public void close() {
		closeQuietly(this.session);
		try {
			if (HikariPools.evict(this.source, this.pooled)) {
				return;
			}
			if (this.session != this.pooled) {
				// Other pools look at errors to learn that a connection is of no use.
				this.pooled.createStatement().close();
			}
		}
		catch (SQLException ex) {
			logger.trace("The pool knows", ex);
		}
		closeQuietly(this.pooled);
	}

	private static void closeQuietly(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			logger.debug("A connection has not been closed in order", ex);
		}
	}

}
