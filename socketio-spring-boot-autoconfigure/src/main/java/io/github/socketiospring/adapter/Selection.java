package io.github.socketiospring.adapter;

import java.util.Set;

/**
 * Which sockets of a namespace are meant. Immutable.
 *
 * @param rooms a socket must be in one of these rooms; empty for all sockets
 * @param except a socket must be in none of these
 */
public record Selection(Set<String> rooms, Set<String> except) {

	/** All sockets. */
	public static final Selection ALL = new Selection(Set.of(), Set.of());

}
