package io.github.socketiospring.adapter;

import java.util.Set;

/**
 * Which sockets of a namespace are meant. Immutable.
 *
 * @param rooms a socket must be in one of these rooms; empty for all sockets
 * @param except a socket must be in none of these
 * @param local whether only sockets of the server that says so are meant
 */
public record Selection(Set<String> rooms, Set<String> except, boolean local) {

	/** All sockets of all servers. */
	public static final Selection ALL = new Selection(Set.of(), Set.of(), false);

	/**
	 * Selects one socket, wherever it is connected.
	 * @param id the socket's id
	 * @return the selection
	 */
	public static Selection socket(String id) {
		return new Selection(Set.of(id), Set.of(), false);
	}

	/**
	 * Leaves out the sockets of other servers.
	 * @return the selection of those of this server
	 */
	public Selection onThisServer() {
		return this.local ? this : new Selection(this.rooms, this.except, true);
	}

}
