package io.github.socketiospring.codec.engineio;

/**
 * A polling body that is no valid payload. Carries no stack trace: it answers bad input.
 */
public final class PayloadException extends Exception {

	/**
	 * Creates an exception.
	 * @param message what is wrong, without any of the input
	 */
	public PayloadException(String message) {
		super(message, null, false, false);
	}

}
