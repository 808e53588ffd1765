package io.github.socketiospring;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A part of the server that clients join by name; it has its own sockets, rooms and
 * handlers. Used as a {@link BroadcastOperator} it selects all its sockets. Safe for use
 * by any thread.
 */
public interface Namespace extends BroadcastOperator {

	/**
	 * Returns the name.
	 * @return the name, starting with a slash; {@code "/"} is the root namespace
	 */
	String name();

	/**
	 * Adds a check that every client passes before it joins, after those added earlier.
	 * @param interceptor the check
	 * @return this namespace
	 */
	Namespace use(ConnectInterceptor interceptor);

	/**
	 * Adds a listener that is called with each socket that has joined, before any of its
	 * events is handled and after the client was told. Listeners run where plain handlers
	 * run, one after the other, in the order they were added.
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onConnection(Consumer<Socket> listener);

	/**
	 * Finds a connected socket.
	 * @param id the socket's id
	 * @return the socket, or {@code null} if none with that id is connected here
	 */
	@Nullable Socket socket(String id);

}
