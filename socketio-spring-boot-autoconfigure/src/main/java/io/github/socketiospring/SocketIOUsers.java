package io.github.socketiospring;

import java.util.Collection;

/**
 * Finds sockets by who their clients are: by the name of {@link Socket#principal()},
 * which clients cannot choose. Safe for use by any thread; nothing here blocks.
 */
public interface SocketIOUsers {

	/**
	 * Selects the sockets of a user in the root namespace, on all servers.
	 * @param name the name of the principal
	 * @return an operator, which may be kept; it reaches nobody while the user has no
	 * sockets
	 */
	default BroadcastOperator user(String name) {
		return user(SocketIOServer.ROOT, name);
	}

	/**
	 * Selects the sockets of a user in a namespace, on all servers.
	 * @param namespace the name of the namespace, of a family or {@code "*"}, as for
	 * {@link SocketIOServer#of(String)}
	 * @param name the name of the principal
	 * @return an operator, which may be kept; it reaches nobody while the user has no
	 * sockets
	 */
	BroadcastOperator user(String namespace, String name);

	/**
	 * Looks up the sockets of a user in all namespaces that are connected to this server,
	 * never those of other servers.
	 * @param name the name of the principal
	 * @return a snapshot, in no particular order
	 */
	Collection<Socket> sockets(String name);

	/**
	 * Disconnects a user from all servers: all connections are closed that have a socket
	 * of the user in any namespace. The user may connect again as long as the credentials
	 * are accepted.
	 * @param name the name of the principal
	 */
	void disconnect(String name);

	/**
	 * Closes, on all servers, the connections that were opened by requests of a web
	 * session and have a socket of its user.
	 * @param id the id of the session
	 */
	void disconnectSession(String id);

}
