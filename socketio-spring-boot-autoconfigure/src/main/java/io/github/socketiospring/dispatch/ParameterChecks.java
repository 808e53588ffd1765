package io.github.socketiospring.dispatch;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.util.ObjectUtils;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * The parameters of a method that ask for validation by an annotation such as
 * {@code @Validated}, each with what it hints at. Of a collection, a map, an array or an
 * {@code Optional} each element is validated.
 */
final class ParameterChecks {

	private final ValueValidator validator;

	private final List<Check> checks;

	private ParameterChecks(ValueValidator validator, List<Check> checks) {
		this.validator = validator;
		this.checks = checks;
	}

	/**
	 * Looks at the parameters of a method.
	 * @param validator validates values
	 * @param relevant which annotations count
	 */
	static ParameterChecks of(BeanMethod method, ValueValidator validator, Predicate<Annotation> relevant) {
		List<Check> checks = new ArrayList<>();
		for (MethodParameter parameter : method.getMethodParameters()) {
			Object[] hints = hints(parameter, relevant);
			if (hints != null) {
				checks.add(new Check(parameter.getParameterIndex(), name(parameter), hints));
			}
		}
		return new ParameterChecks(validator, List.copyOf(checks));
	}

	private static Object @Nullable [] hints(MethodParameter parameter, Predicate<Annotation> relevant) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object[] hints = relevant.test(annotation) ? ValidationAnnotationUtils.determineValidationHints(annotation)
					: null;
			if (hints != null) {
				return hints;
			}
		}
		return null;
	}

	private static String name(MethodParameter parameter) {
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		String name = parameter.getParameterName();
		return (name != null) ? name : "arg" + parameter.getParameterIndex();
	}

	boolean isEmpty() {
		return this.checks.isEmpty();
	}

	void check(@Nullable Object[] arguments, Violations violations) {
		for (Check check : this.checks) {
			check(check, arguments[check.index()], violations);
		}
	}

	private void check(Check check, @Nullable Object argument, Violations violations) {
		Object value = (argument instanceof Optional<?> optional) ? optional.orElse(null) : argument;
		if (value instanceof Iterable<?> elements) {
			int index = 0;
			for (Object element : elements) {
				check(check, Violations.element(index), element, violations);
				index++;
			}
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, element) -> check(check, Violations.element(key), element, violations));
		}
		else if (ObjectUtils.isArray(value) && value instanceof Object[]) {
			for (int i = 0; i < Array.getLength(value); i++) {
				check(check, Violations.element(i), Array.get(value, i), violations);
			}
		}
		else {
			check(check, "", value, violations);
		}
	}

	private void check(Check check, String path, @Nullable Object value, Violations violations) {
		if (value != null && !violations.isFull()) {
			this.validator.validate(new ValueValidator.Place(check.index(), check.name(), path), value, check.hints(),
					violations);
		}
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Check(int index, String name, Object[] hints) {

	}

}
