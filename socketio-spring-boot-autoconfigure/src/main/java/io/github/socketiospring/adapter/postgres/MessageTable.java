package io.github.socketiospring.adapter.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.adapter.cluster.wire.StoredNotices;
import io.github.socketiospring.codec.json.PacketParseException;

/**
 * What is said to PostgreSQL, in SQL. Immutable.
 *
 * @param name the name of the table
 * @param create whether the table is made if there is none
 */
record MessageTable(String name, boolean create) {

	/** Several servers may make it at once: unique_violation, duplicate_table. */
	private static final Set<String> IS_THERE = Set.of("23505", "42P07");

	private String definition() {
		return "CREATE TABLE IF NOT EXISTS " + this.name
				+ " (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)";
	}

	/**
	 * Sees to it that the table is there.
	 * @throws PostgresFailureException if it is not
	 */
	void prepare(OwnConnection connection) throws SQLException {
		if (exists(connection.session())) {
			return;
		}
		String reason = "socketio.adapter.postgres.create-table is false";
		if (this.create) {
			try (Statement statement = connection.session().createStatement()) {
				statement.execute(definition());
				return;
			}
			catch (SQLException ex) {
				if (IS_THERE.contains(ex.getSQLState())) {
					return;
				}
				if (!connection.isAlive()) {
					throw ex;
				}
				reason = "it cannot be made: " + ex.getMessage();
			}
		}
		throw new PostgresFailureException("There is no table " + this.name + ", and " + reason,
				"Have it made by somebody who may: " + definition()
						+ "; and grant the application's user SELECT, INSERT "
						+ "and DELETE on it, and USAGE on the sequence " + this.name + "_id_seq.");
	}

	private boolean exists(Connection session) throws SQLException {
		try (PreparedStatement statement = session.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
			statement.setString(1, this.name);
			try (ResultSet result = statement.executeQuery()) {
				return result.next() && result.getBoolean(1);
			}
		}
	}

	/**
	 * Sends messages, in one transaction.
	 * @param messages no two with the same text and channel: PostgreSQL sends only one
	 */
	static void send(Connection session, List<Outgoing.Plain> messages) throws SQLException {
		Array channels = session.createArrayOf("text",
				messages.stream().map(Outgoing.Plain::channel).toArray(String[]::new));
		Array texts = session.createArrayOf("text", messages.stream().map(Outgoing.Plain::text).toArray(String[]::new));
		try (PreparedStatement statement = session
			.prepareStatement("SELECT pg_notify(channel, message) FROM unnest(?, ?) AS sent (channel, message)")) {
			statement.setArray(1, channels);
			statement.setArray(2, texts);
			statement.executeQuery().close();
		}
	}

	/** Stores a message, and sends the notice where it is. */
	void store(Connection session, Outgoing.Stored message) throws SQLException {
		try (PreparedStatement statement = session.prepareStatement("WITH stored AS (INSERT INTO " + this.name
				+ " (payload) VALUES (?) RETURNING id) SELECT pg_notify(?, ? || id || ?) FROM stored")) {
			statement.setBytes(1, message.bytes());
			statement.setString(2, message.channel());
			statement.setString(3, message.notice());
			statement.setString(4, StoredNotices.END);
			statement.executeQuery().close();
		}
	}

	/**
	 * Loads a message.
	 * @throws PacketParseException if it is not there any more, or too long
	 */
	byte[] load(Connection session, long id, int maxBytes) throws SQLException {
		try (PreparedStatement statement = session.prepareStatement(
				"SELECT CASE WHEN octet_length(payload) <= ? THEN payload END FROM " + this.name + " WHERE id = ?")) {
			statement.setInt(1, maxBytes);
			statement.setLong(2, id);
			try (ResultSet result = statement.executeQuery()) {
				byte[] bytes = result.next() ? result.getBytes(1) : null;
				if (bytes == null) {
					throw new PacketParseException(
							"stored message " + id + " is not there, or longer than " + maxBytes + " bytes");
				}
				return bytes;
			}
		}
	}

	/** Deletes the messages that are older than that. */
	void clean(Connection session, Duration age) throws SQLException {
		try (PreparedStatement statement = session.prepareStatement(
				"DELETE FROM " + this.name + " WHERE created_at < now() - ? * interval '1 millisecond'")) {
			statement.setLong(1, age.toMillis());
			statement.executeUpdate();
		}
	}

}
