package io.github.socketiospring;

import java.util.Collection;

/**
 * The Socket.IO server of this application. Used as a {@link BroadcastOperator} it
 * selects the sockets of the root namespace. Safe for use by any thread.
 */
public interface SocketIOServer extends BroadcastOperator {

	/**
	 * Returns a namespace, and creates it if there is none of that name yet. Clients can
	 * join only namespaces that exist.
	 * @param name the name; a leading slash is added if it is missing
	 * @return the namespace
	 */
	Namespace of(String name);

	/**
	 * Returns all namespaces.
	 * @return a snapshot, in no particular order
	 */
	Collection<Namespace> namespaces();

	/**
	 * Returns how many clients are connected to this server instance, each counted once
	 * however many namespaces it has joined.
	 * @return the number of connections
	 */
	int clientsCount();

}
