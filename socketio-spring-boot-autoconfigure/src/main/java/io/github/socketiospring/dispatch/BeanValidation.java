package io.github.socketiospring.dispatch;

import java.lang.annotation.Annotation;
import java.util.Arrays;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

import org.springframework.validation.SmartValidator;

/**
 * The application's validator, if it is one of Bean Validation. Only this class and
 * {@link MethodConstraints} need that library, which is optional.
 */
final class BeanValidation {

	private final Validator validator;

	private final boolean alone;

	private BeanValidation(Validator validator, boolean alone) {
		this.validator = validator;
		this.alone = alone;
	}

	/**
	 * Looks for Bean Validation in a validator of Spring.
	 * @return {@code null} if it is another, or has no provider
	 */
	static @Nullable BeanValidation of(org.springframework.validation.Validator validator) {
		if (!validator.supports(Object.class)) {
			return null;
		}
		Validator own = (validator instanceof Validator same) ? same
				: (validator instanceof SmartValidator smart) ? smart.unwrap(Validator.class) : null;
		return (own != null)
				? new BeanValidation(own, validator.getClass().getName().startsWith("org.springframework.")) : null;
	}

	/**
	 * Tells whether an annotation of a parameter asks for more than the parameter's
	 * constraints do: {@code @Valid} is one of these, but a validator of the application
	 * that knows more than Bean Validation wants to be asked.
	 */
	boolean isHint(Annotation annotation) {
		return !(this.alone && annotation instanceof Valid);
	}

	/**
	 * Returns what validates single values.
	 * @param other the validator of Spring
	 */
	ValueValidator values(org.springframework.validation.Validator other) {
		return this.alone ? this::validate : ValueValidator.of(other);
	}

	private void validate(ValueValidator.Place place, Object value, Object[] hints, Violations violations) {
		Class<?>[] groups = Arrays.stream(hints).filter((hint) -> hint instanceof Class<?>).toArray(Class<?>[]::new);
		for (ConstraintViolation<Object> violation : this.validator.validate(value, groups)) {
			MethodConstraints.add(violation, place.position(), place.parameter(),
					place.path(MethodConstraints.path(violation.getPropertyPath().iterator())), violations);
		}
	}

	/**
	 * Finds the constraints of a method.
	 * @return the constraints, {@code null} if there are none
	 * @throws InvalidHandlerException if they contradict each other
	 */
	@Nullable MethodConstraints constraints(BeanMethod method) {
		return MethodConstraints.of(method, this.validator);
	}

}
