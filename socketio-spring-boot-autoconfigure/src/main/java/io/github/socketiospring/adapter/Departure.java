package io.github.socketiospring.adapter;

import org.jspecify.annotations.Nullable;

/**
 * Removes a socket that may come back from its namespace.
 */
@FunctionalInterface
public interface Departure {

	/**
	 * Removes the socket: it leaves all rooms, and no more events are delivered to it.
	 * Returns quickly, and does not call the application.
	 * @return what is to be remembered of the socket; {@code null} for nothing
	 */
	@Nullable SavedSession go();

}
