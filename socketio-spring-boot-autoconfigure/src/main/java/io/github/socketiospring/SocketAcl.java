package io.github.socketiospring;

import java.util.Optional;
import java.util.Set;

/**
 * Which events one socket may send, by name; without restrictions, all. It covers events,
 * {@code message} and {@code json} among them, and by the names {@code connect},
 * {@code disconnect} and {@code error} the handlers and listeners of these:
 * {@code @OnConnect} and {@code onConnection}, {@code @OnDisconnect},
 * {@code @OnDisconnecting} and their listeners, {@code @OnClientError}. What is not
 * allowed is not called, and is a {@link SocketIOError.Name#METHOD_ACCESS_DENIED
 * METHOD_ACCESS_DENIED}; the client stays connected.
 * <p>
 * An event is checked when its turn has come, under the name that interceptors have left
 * it, before anyone has read an argument. Listeners for all events see it only if the
 * name it came under is allowed as well.
 * <p>
 * Safe for use by any thread, also for the socket of another client or namespace, such as
 * {@link Socket#sibling(String)}. A change counts for every event whose turn comes after
 * it, those that have arrived already too.
 */
public interface SocketAcl {

	/**
	 * Allows these events and no others, whatever was allowed before.
	 * @param events names; without any, nothing is allowed
	 * @return this
	 */
	SocketAcl restrictTo(String... events);

	/**
	 * Allows more events. If there are no restrictions, there are from now on: only these
	 * are allowed.
	 * @param events names
	 * @return this
	 */
	SocketAcl allow(String... events);

	/**
	 * Takes events from those that are allowed.
	 * @param events names; those that are not allowed anyway change nothing
	 * @return this
	 * @throws IllegalStateException if there are no restrictions: say what is allowed
	 * first, with {@link #restrictTo(String...)}
	 */
	SocketAcl deny(String... events);

	/**
	 * Lifts all restrictions: everything is allowed.
	 * @return this
	 */
	SocketAcl lift();

	/**
	 * Goes back to what the socket began with: what an {@link AclProvider} bean says, or
	 * the namespace's annotation, else no restrictions. Providers are asked again.
	 * @return this
	 */
	SocketAcl reset();

	/**
	 * Tells whether an event is allowed.
	 * @param event its name
	 * @return {@code true} if it is, or if there are no restrictions
	 */
	boolean isAllowed(String event);

	/**
	 * Returns what is allowed.
	 * @return the names, a snapshot; empty if there are no restrictions
	 */
	Optional<Set<String>> allowed();

}
