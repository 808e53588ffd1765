package io.github.socketiospring;

/**
 * Handles an event of a socket.
 */
@FunctionalInterface
public interface SocketEventListener {

	/**
	 * Called where plain handlers run, one event of a socket at a time, in order of
	 * arrival; it may block there.
	 * @param arguments the event's arguments
	 * @param ack answers the client, if it asked for that
	 * @throws Exception if the event cannot be handled; goes to the exception handlers
	 * and never closes the connection
	 */
	void onEvent(Arguments arguments, Ack ack) throws Exception;

}
