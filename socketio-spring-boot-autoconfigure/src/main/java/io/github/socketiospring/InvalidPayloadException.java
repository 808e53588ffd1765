package io.github.socketiospring;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * An argument of an event, or a client's {@code auth}, that does not fit the parameter of
 * its handler, or what {@link Arguments} are asked for: it is missing, cannot be bound to
 * the type, or breaks a constraint, such as {@code @NotBlank}, of the parameter or of
 * what {@code @Valid} or {@code @Validated} ask to look into. It is handled like anything
 * the handler itself throws, which may throw it, too; if no exception handler takes it,
 * it is an {@link SocketIOError.Name#INVALID_METHOD_ARGS INVALID_METHOD_ARGS}, logged at
 * warning level once for each event.
 */
public class InvalidPayloadException extends RuntimeException {

	private final transient List<Violation> violations;

	/**
	 * Creates an exception for an argument that cannot be bound.
	 * @param message what does not fit
	 * @param cause what the deserializer has thrown, or {@code null}
	 */
	public InvalidPayloadException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
		this.violations = List.of();
	}

	/**
	 * Creates an exception for arguments that were bound and are not valid.
	 * @param violations the constraints that were broken
	 */
	public InvalidPayloadException(List<Violation> violations) {
		super(violations.stream()
			.map((violation) -> violation.field() + " " + violation.message())
			.collect(Collectors.joining("; ", "invalid arguments: ", "")), null, false, false);
		this.violations = List.copyOf(violations);
	}

	/**
	 * Returns the constraints that were broken.
	 * @return the violations, at least one and at most the first 20, in the order of the
	 * parameters; empty if an argument is missing or cannot be bound
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	/**
	 * One constraint that was broken. Immutable.
	 *
	 * @param parameter the name of the handler's parameter; {@code arg0} and so on if its
	 * class was compiled without these names, empty if the constraint is about several
	 * @param path where in the argument the value is, such as {@code items[2].name};
	 * empty for the argument itself. Keys of maps in it are text of the client, shortened
	 * @param message what is wrong, as the constraint words it in the client's language;
	 * clients are told
	 * @param code the name of the constraint, such as {@code NotBlank}
	 * @param rejectedValue the value, data of the client, which is not told; {@code null}
	 * if there is none
	 */
	public record Violation(String parameter, String path, String message, String code,
			@Nullable Object rejectedValue) {

		/**
		 * Returns the whole path of the value, which clients are told.
		 * @return the name of the parameter, with the path in it
		 */
		public String field() {
			boolean both = !this.parameter.isEmpty() && !this.path.isEmpty() && this.path.charAt(0) != '[';
			return this.parameter + (both ? "." : "") + this.path;
		}

		/** Without the value, which is nothing for logs. */
		@Override
		public String toString() {
			return "Violation[" + field() + " " + this.message + "]";
		}

	}

}
