package io.github.socketiospring.server.event;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOError;
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

	/**
	 * Tells whether the socket's ACL allows an event.
	 * @param event the name
	 * @return {@code true} if it does, or there is none
	 */
	boolean isAllowed(String event);

	/** What the socket's ACL allows was changed. */
	void allowedChanged();

	/**
	 * Tells the client of an error, if its protocol has a place for that.
	 * @param error the error
	 */
	void tell(SocketIOError error);

	/** Ends the connection of a client that has sent more events than it may. */
	void disconnectLimited();

	@Override
	default void limited(String limit) {
		handlers().settings().limited(limit);
	}

	@Override
	default EventSocket jobSocket() {
		return this;
	}

	/** The "disconnecting" handlers have seen the rooms. */
	void forgetRooms();

}
