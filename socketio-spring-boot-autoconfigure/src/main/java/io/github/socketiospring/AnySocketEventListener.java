package io.github.socketiospring;

/**
 * Sees all events of a socket.
 */
@FunctionalInterface
public interface AnySocketEventListener {

	/**
	 * Called before the handlers of the event, where plain handlers run.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @throws Exception if something fails; goes to the exception handlers
	 */
	void onEvent(String event, Arguments arguments) throws Exception;

}
