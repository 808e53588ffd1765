package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * What jobs belong to, and end with: a socket, or the connection of a client.
 */
public interface JobOwner {

	/**
	 * Tells whether this has ended: then it has no jobs any more.
	 * @return {@code true} from before its jobs are cancelled
	 */
	boolean hasGone();

	/**
	 * Returns the Reactor context that jobs run with.
	 * @return the context of the request that opened the connection
	 */
	ContextView context();

	/**
	 * A limit was reached.
	 * @param limit its name among the properties
	 */
	default void limited(String limit) {
	}

	/**
	 * Returns the socket whose namespace handles what jobs throw.
	 * @return the socket, or {@code null} if this is a connection
	 */
	default @Nullable EventSocket jobSocket() {
		return null;
	}

}
