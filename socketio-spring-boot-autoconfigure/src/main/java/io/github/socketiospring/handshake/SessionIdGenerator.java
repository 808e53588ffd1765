package io.github.socketiospring.handshake;

/**
 * Makes the ids of sessions, the reference server's {@code generateId}. A bean of this
 * type takes the place of the default, which makes {@link SessionIds}: for example to
 * tell a load balancer by a prefix which server has the session.
 * <p>
 * The id is all that tells a client from anybody else, so nobody may be able to guess it:
 * most of it should be random, such as {@link SessionIds#next()} is. An id has 16 to 128
 * characters, letters of ASCII, digits, {@code -} and {@code _}, and differs from those
 * of all other sessions. If it does not, another is asked for, and after a few the client
 * is refused. Clients before 3.x use it as the id of their sockets, too; adapters take a
 * room whose name has 20 characters for the id of a socket.
 * <p>
 * Called by any number of threads, event loops mostly, and must not block them.
 */
@FunctionalInterface
public interface SessionIdGenerator {

	/**
	 * Makes an id.
	 * @param request the request that opens the session
	 * @return the id
	 */
	String generate(HandshakeRequest request);

}
