package io.github.socketiospring.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.github.socketiospring.adapter.cluster.FaultLog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.postgresql.PGNotification;

/**
 * Hears what is sent in channels. After a connection was lost, it listens to the same
 * channels again; what was sent meanwhile is not heard.
 */
final class PostgresListener implements PostgresLink.Work {

	private static final Log logger = LogFactory.getLog(PostgresListener.class);

	/** How long it may take until a new channel is noticed. */
	private static final int POLL_MILLIS = 100;

	private final PostgresLink link;

	private final long silence;

	/** By the name of the channel. */
	private final Map<String, Listening> wanted = new ConcurrentHashMap<>();

	/** The channels of this connection. */
	private final Set<String> current = new HashSet<>();

	private volatile boolean changed;

	private volatile boolean closed;

	private long lastHeard;

	private final FaultLog invalid;

	private final Runnable onLoss;

	/**
	 * Creates a listener. It does nothing before its link is started.
	 * @param source where its connections come from
	 * @param times when a silent connection counts as lost
	 * @param states is told of its connections
	 * @param invalid counts what cannot be loaded
	 * @param onLoss is told when a connection is lost
	 */
	PostgresListener(DataSource source, PostgresTimes times, LinkStates states, FaultLog invalid, Runnable onLoss) {
		this.invalid = invalid;
		this.onLoss = onLoss;
		this.silence = times.silence().toNanos();
		this.link = new PostgresLink("listen", source, times, this, states);
	}

	/**
	 * Takes what is sent in a channel.
	 */
	interface Taker {

		/**
		 * Takes a message. Called by the listener's thread, in the order in which
		 * PostgreSQL sends.
		 * @param session to load more with
		 * @param message the message
		 */
		void heard(Connection session, String message) throws SQLException;

	}

	/**
	 * A channel that is listened to.
	 *
	 * @param taker takes messages
	 * @param ready completes when they come
	 */
	private record Listening(Taker taker, CompletableFuture<Void> ready) {
	}

	PostgresLink link() {
		return this.link;
	}

	/**
	 * Listens to a channel, now and after each loss of the connection.
	 * @return completes when messages come, on the listener's thread
	 */
	CompletionStage<Void> listen(String channel, Taker taker) {
		Listening listening = new Listening(taker, new CompletableFuture<>());
		this.wanted.put(channel, listening);
		this.changed = true;
		return listening.ready();
	}

	/** Listens to a channel no more. */
	void forget(String channel) {
		this.wanted.remove(channel);
		this.changed = true;
	}

	@Override
	public void connected(OwnConnection connection) throws SQLException {
		this.changed = true;
		this.lastHeard = System.nanoTime();
		update(connection);
	}

	@Override
	public void lost(String reason) {
		this.current.clear();
		this.onLoss.run();
	}

	@Override
	public boolean step(OwnConnection connection) throws SQLException {
		update(connection);
		PGNotification[] notifications = connection.notifications(POLL_MILLIS);
		for (PGNotification notification : notifications) {
			Listening listening = this.wanted.get(notification.getName());
			if (listening != null && !this.closed) {
				heard(connection, listening.taker(), notification.getParameter());
			}
		}
		long now = System.nanoTime();
		if (notifications.length > 0) {
			this.lastHeard = now;
		}
		else if (now - this.lastHeard > this.silence) {
			if (!connection.isAlive()) {
				throw new SQLException("PostgreSQL does not answer any more");
			}
			this.lastHeard = now;
		}
		return !this.closed;
	}

	private void heard(OwnConnection connection, Taker taker, String message) throws SQLException {
		try {
			taker.heard(connection.session(), message);
		}
		catch (SQLException ex) {
			if (!connection.isAlive()) {
				throw ex;
			}
			this.invalid.add(() -> "it cannot be loaded: " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("A message of the cluster has failed", ex);
		}
	}

	private void update(OwnConnection connection) throws SQLException {
		if (!this.changed) {
			return;
		}
		this.changed = false;
		List<String> commands = new ArrayList<>();
		Map<String, Listening> now = Map.copyOf(this.wanted);
		this.current.removeIf((channel) -> !now.containsKey(channel) && commands.add("UNLISTEN " + quoted(channel)));
		now.keySet()
			.stream()
			.filter((channel) -> !this.current.contains(channel))
			.forEach((channel) -> commands.add("LISTEN " + quoted(channel)));
		if (!commands.isEmpty()) {
			try (Statement statement = connection.session().createStatement()) {
				statement.setEscapeProcessing(false);
				statement.execute(String.join("; ", commands));
			}
		}
		this.current.addAll(now.keySet());
		now.values().forEach((listening) -> listening.ready().complete(null));
	}

	private static String quoted(String channel) {
		return '"' + channel.replace("\"", "\"\"") + '"';
	}

	void close(Duration limit) {
		this.closed = true;
		this.link.close(limit);
	}

}
