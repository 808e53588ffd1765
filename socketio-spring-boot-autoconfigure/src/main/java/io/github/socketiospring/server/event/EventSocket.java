package io.github.socketiospring.server.event;

import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket, as its events see it.
 */
public interface EventSocket extends Socket, JobOwner {

	/**
	 * Returns the handlers of the socket's namespace.
	 * @return the handlers
	 */
	HandlerTable handlers();

	/**
	 * Returns the listeners that were added to the socket.
	 * @return the listeners, or {@code null} if there have never been any
	 */
	@Nullable Listeners listeners();

	/**
	 * Returns what logs call the socket.
	 * @return its id, without what nobody but the client may know
	 */
	String nameInLogs();

	@Override
	default EventSocket jobSocket() {
		return this;
	}

	/** The "disconnecting" handlers have seen the rooms. */
	void forgetRooms();

}
