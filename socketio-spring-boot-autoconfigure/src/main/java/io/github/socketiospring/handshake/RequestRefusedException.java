package io.github.socketiospring.handshake;

/**
 * A request the engine, or the application's {@link RequestFilter}, does not serve.
 * Carries no stack trace: it answers bad input.
 */
public class RequestRefusedException extends RuntimeException {

	private final RequestError error;

	/**
	 * Refuses with the error's own text.
	 * @param error why
	 */
	public RequestRefusedException(RequestError error) {
		this(error, error.message());
	}

	/**
	 * Refuses with a text of one's own.
	 * @param error why
	 * @param message what the client is told
	 */
	public RequestRefusedException(RequestError error, String message) {
		super(message, null, false, false);
		this.error = error;
	}

	/**
	 * Returns why.
	 * @return the error
	 */
	public RequestError error() {
		return this.error;
	}

}
