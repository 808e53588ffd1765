package io.github.socketiospring.server;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits how many connections each user may have on this server. Safe for use by any
 * thread.
 */
final class UserQuota {

	private final int max;

	private final int maxUsers;

	private final Map<String, Integer> connections = new ConcurrentHashMap<>();

	/**
	 * Creates a quota.
	 * @param max the most connections of one user
	 * @param maxUsers the most users that one connection may be of, one after the other
	 */
	UserQuota(int max, int maxUsers) {
		this.max = max;
		this.maxUsers = maxUsers;
	}

	/** Returns how many users have connections. */
	int size() {
		return this.connections.size();
	}

	private boolean occupy(String user) {
		boolean[] occupied = new boolean[1];
		this.connections.compute(user, (key, known) -> {
			int count = (known != null) ? known : 0;
			occupied[0] = count < this.max;
			return occupied[0] ? count + 1 : known;
		});
		return occupied[0];
	}

	private void release(String user) {
		this.connections.computeIfPresent(user, (key, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * One connection, and the users it counts for: mostly one, and more if its client
	 * joins namespaces as different ones. It counts for them until it ends.
	 */
	final class Place {

		private final Set<String> users = new HashSet<>(2);

		private boolean ended;

		/**
		 * The connection's client is known as a user.
		 * @param user the user's name
		 * @return whether the connection may be of that user
		 */
		synchronized boolean take(String user) {
			if (this.ended || this.users.contains(user)) {
				// Who has gone joins nothing any more.
				return true;
			}
			if (this.users.size() >= UserQuota.this.maxUsers || !occupy(user)) {
				return false;
			}
			this.users.add(user);
			return true;
		}

		/**
		 * The connection has ended.
		 */
		synchronized void end() {
			this.ended = true;
			this.users.forEach(UserQuota.this::release);
			this.users.clear();
		}

	}

}
