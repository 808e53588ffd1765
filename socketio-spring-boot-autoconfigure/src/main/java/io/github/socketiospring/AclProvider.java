package io.github.socketiospring;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Says which events a socket may send when it joins its namespace. If there are several
 * such beans, the first that has something to say counts, in the order given by
 * {@link org.springframework.core.annotation.Order @Order}. It comes before what the
 * namespace's annotation says.
 */
@FunctionalInterface
public interface AclProvider {

	/**
	 * Returns what a socket may send. Called once the checks of its namespace have passed
	 * and before its handlers of {@code connect}, or earlier if a check asks for
	 * {@link Socket#acl()}; and again by {@link SocketAcl#reset()}. Mostly on an event
	 * loop, so it must not block. An exception refuses the client.
	 * @param socket the socket; its namespace, principal and handshake are known
	 * @return the names of the events, see {@link SocketAcl}; an empty set if it may send
	 * none, {@code null} if this provider has nothing to say
	 */
	@Nullable Set<String> initialAcl(Socket socket);

}
