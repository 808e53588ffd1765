package io.github.socketiospring.server.event;

/**
 * An event has failed, and that is dealt with: who stands around the call learns of it by
 * this. Its cause is what was thrown.
 */
public final class EventFailedException extends RuntimeException {

	EventFailedException(Throwable cause) {
		super(null, cause, false, false);
	}

	/**
	 * Returns what was thrown.
	 * @param exception what an {@link EventTarget} has thrown, or its publisher
	 * @return the cause if it is one of these, else the same
	 */
	public static Throwable cause(Throwable exception) {
		Throwable cause = (exception instanceof EventFailedException) ? exception.getCause() : null;
		return (cause != null) ? cause : exception;
	}

}
