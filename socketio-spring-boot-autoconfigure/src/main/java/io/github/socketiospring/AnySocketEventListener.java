package io.github.socketiospring;

/**
 * Sees all events of a socket: those it has received, or those it is sent.
 */
@FunctionalInterface
public interface AnySocketEventListener {

	/**
	 * Called before the handlers of an event that was received, where plain handlers run;
	 * or before an event is sent, by the thread that sends it.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @throws Exception if something fails; goes to the exception handlers, or is logged
	 * if the event is sent
	 */
	void onEvent(String event, Arguments arguments) throws Exception;

}
