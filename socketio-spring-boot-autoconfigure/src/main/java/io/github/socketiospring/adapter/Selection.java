package io.github.socketiospring.adapter;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which sockets of a namespace are meant. Immutable.
 *
 * @param socket the id of the only socket that is meant: nobody else, even if others have
 * joined a room of this name; {@code null} for those of the rooms
 * @param rooms a socket must be in one of these rooms; empty for all sockets
 * @param except a socket must be in none of these
 * @param local whether only sockets of the sending server are meant
 */
public record Selection(@Nullable String socket, Set<String> rooms, Set<String> except, boolean local) {

	/** All sockets of all servers. */
	public static final Selection ALL = new Selection(Set.of(), Set.of(), false);

	/**
	 * Selects sockets by the rooms they are in.
	 * @param rooms a socket must be in one of these rooms; empty for all sockets
	 * @param except a socket must be in none of these
	 * @param local whether only sockets of the sending server are meant
	 */
	public Selection(Set<String> rooms, Set<String> except, boolean local) {
		this(null, rooms, except, local);
	}

	/**
	 * Selects one socket, wherever it is connected, and no other.
	 * @param id the socket's id
	 * @return the selection
	 */
	public static Selection socket(String id) {
		return new Selection(id, Set.of(), Set.of(), false);
	}

	/**
	 * Leaves out the sockets of other servers.
	 * @return the selection of those of this server
	 */
	public Selection onThisServer() {
		return this.local ? this : new Selection(this.socket, this.rooms, this.except, true);
	}

}
