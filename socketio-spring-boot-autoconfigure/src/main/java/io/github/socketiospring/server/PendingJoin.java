package io.github.socketiospring.server;

import org.jspecify.annotations.Nullable;

/**
 * A client's wish to join a namespace that is not decided yet.
 */
interface PendingJoin {

	/** The client has gone. */
	void cancel();

	/**
	 * Returns the socket to be, {@code null} if there is none yet.
	 */
	@Nullable ServerSocket socket();

}
