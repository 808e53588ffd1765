package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

import org.springframework.validation.Errors;

/**
 * An argument of an event, or a client's {@code auth}, that does not fit the parameter of
 * its handler, or what {@link Arguments} are asked for: it is missing, cannot be bound to
 * the type, or breaks the constraints that {@code @Valid} or {@code @Validated} ask for.
 * It is handled like anything the handler itself throws; if no exception handler takes
 * it, it is an {@link SocketIOError.Name#INVALID_METHOD_ARGS INVALID_METHOD_ARGS}, logged
 * at warning level once for each event.
 */
public class InvalidPayloadException extends RuntimeException {

	private final transient @Nullable Errors errors;

	/**
	 * Creates an exception for an argument that cannot be bound.
	 * @param message what does not fit
	 * @param cause what the deserializer has thrown, or {@code null}
	 */
	public InvalidPayloadException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
		this.errors = null;
	}

	/**
	 * Creates an exception for an argument that was bound and is not valid.
	 * @param message what is not valid
	 * @param errors the constraints that were broken
	 */
	public InvalidPayloadException(String message, Errors errors) {
		super(message, null, false, false);
		this.errors = errors;
	}

	/**
	 * Returns the constraints that were broken.
	 * @return the errors, at least one; {@code null} if the argument cannot be bound
	 */
	public @Nullable Errors errors() {
		return this.errors;
	}

}
