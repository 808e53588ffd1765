package io.github.socketiospring.dispatch;

import io.github.socketiospring.InvalidPayloadException;

import org.springframework.util.ClassUtils;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;

/**
 * Validates one value.
 */
@FunctionalInterface
interface ValueValidator {

	/**
	 * Validates a value.
	 * @param place where it is
	 * @param value the value
	 * @param hints what to look at, such as classes of groups
	 * @param violations where to say what is wrong
	 */
	void validate(Place place, Object value, Object[] hints, Violations violations);

	/**
	 * Asks a validator of Spring, which may be the application's own.
	 */
	static ValueValidator of(Validator validator) {
		return (place, value, hints, violations) -> {
			if (!validator.supports(value.getClass())) {
				return;
			}
			Errors errors = new BeanPropertyBindingResult(value, ClassUtils.getShortNameAsProperty(value.getClass()));
			if (validator instanceof SmartValidator smart) {
				smart.validate(value, errors, hints);
			}
			else {
				validator.validate(value, errors);
			}
			for (ObjectError error : errors.getAllErrors()) {
				String code = error.getCode();
				FieldError field = (error instanceof FieldError) ? (FieldError) error : null;
				violations.add(place.position(), place.parameter(), place.path((field != null) ? field.getField() : ""),
						error.getDefaultMessage(), (code != null) ? code : "",
						(field != null) ? field.getRejectedValue() : value);
			}
		};
	}

	/**
	 * Where a value is.
	 *
	 * @param position of the parameter
	 * @param parameter its name
	 * @param start the path of the value in it, as in
	 * {@link InvalidPayloadException.Violation#path()}
	 */
	record Place(int position, String parameter, String start) {

		/**
		 * Returns the path of something in the value.
		 */
		String path(String inValue) {
			boolean both = !this.start.isEmpty() && !inValue.isEmpty() && inValue.charAt(0) != '[';
			return this.start + (both ? "." : "") + inValue;
		}

	}

}
