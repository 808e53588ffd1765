package io.github.socketiospring.codec.json;

/**
 * A valid event whose arguments do not fit the types its handler declares.
 */
public final class ArgumentBindingException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message what is wrong
	 * @param cause the mapper's exception, or {@code null}
	 */
	public ArgumentBindingException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
		super(message, cause, false, false);
	}

}
