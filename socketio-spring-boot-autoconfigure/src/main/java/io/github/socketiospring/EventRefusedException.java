package io.github.socketiospring;

/**
 * Refuses one event: an {@link EventInterceptor} answers with it. The event is dropped,
 * its acknowledgement stays unanswered, and the client is told nothing. Exception
 * handlers get it as they get any other exception; where none takes it, it is no fault of
 * the application, and is logged at debug level only.
 */
public class EventRefusedException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message why the event is refused; for exception handlers and the log, not
	 * for the client
	 */
	public EventRefusedException(String message) {
		super(message, null, false, false);
	}

}
