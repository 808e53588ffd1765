package io.github.socketiospring.adapter;

import org.jspecify.annotations.Nullable;

/**
 * A socket is about to leave its namespace, and may come back.
 */
@FunctionalInterface
public interface Departure {

	/**
	 * Makes the socket one that has gone: it is in no room any more, and nothing is
	 * delivered to it. Quick, and calls nothing of the application.
	 * @return what it was; {@code null} if it is not to be remembered
	 */
	@Nullable SavedSession go();

}
