package io.github.socketiospring.dispatch;

import org.springframework.core.MethodParameter;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * An argument of an event that was bound, but breaks the constraints its handler asked
 * for with {@code @Valid} or {@code @Validated}. Goes to the exception handlers like
 * anything the handler itself throws.
 */
public final class InvalidPayloadException extends RuntimeException {

	private final transient Errors errors;

	InvalidPayloadException(MethodParameter parameter, Errors errors) {
		super(message(parameter, errors), null, false, false);
		this.errors = errors;
	}

	private static String message(MethodParameter parameter, Errors errors) {
		StringBuilder message = new StringBuilder("invalid payload ").append(parameter.getParameterType().getName());
		for (ObjectError error : errors.getAllErrors()) {
			// Not the rejected value: it is a client's data, and this goes to the log.
			message.append("; ")
				.append((error instanceof FieldError field) ? field.getField() : error.getObjectName())
				.append(' ')
				.append(error.getDefaultMessage());
		}
		return message.toString();
	}

	/**
	 * Returns the constraints that were broken.
	 * @return the errors, at least one
	 */
	public Errors errors() {
		return this.errors;
	}

}
