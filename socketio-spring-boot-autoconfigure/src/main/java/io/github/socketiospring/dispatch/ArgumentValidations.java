package io.github.socketiospring.dispatch;

import java.util.Locale;

import io.github.socketiospring.Socket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

/**
 * Decides, at start-up, what of the arguments of handlers is validated, and by what.
 */
final class ArgumentValidations {

	private static final Log logger = LogFactory.getLog(ArgumentValidations.class);

	private static final boolean BEAN_VALIDATION_PRESENT = ClassUtils.isPresent("jakarta.validation.Validator",
			ArgumentValidations.class.getClassLoader());

	private final @Nullable Validator validator;

	private final @Nullable BeanValidation beanValidation;

	private final HandshakeValues handshakes;

	ArgumentValidations(@Nullable Validator validator, HandshakeValues handshakes) {
		this.validator = validator;
		this.beanValidation = (BEAN_VALIDATION_PRESENT && validator != null) ? BeanValidation.of(validator) : null;
		this.handshakes = handshakes;
	}

	/**
	 * Looks at the parameters of a method.
	 * @return their validation, {@code null} if nothing is validated
	 * @throws InvalidHandlerException if their constraints contradict each other
	 */
	@Nullable ArgumentValidation of(BeanMethod method) {
		BeanValidation bean = this.beanValidation;
		if (bean == null && isConstrained(method)) {
			logger.warn(method + " has constraints that nothing checks: there is no validator of Bean Validation. "
					+ "Add spring-boot-starter-validation.");
		}
		if (this.validator == null) {
			return null;
		}
		ParameterChecks parameters = (bean != null)
				? ParameterChecks.of(method, bean.values(this.validator), bean::isHint)
				: ParameterChecks.of(method, ValueValidator.of(this.validator), (annotation) -> true);
		MethodConstraints constraints = (bean != null) ? bean.constraints(method) : null;
		if (constraints == null && parameters.isEmpty()) {
			return null;
		}
		this.handshakes.want(Locale.class);
		return new ArgumentValidation(method, parameters, constraints, this::language);
	}

	private @Nullable Locale language(Socket socket) {
		return (Locale) this.handshakes.get(socket, Locale.class);
	}

	private static boolean isConstrained(BeanMethod method) {
		for (MethodParameter parameter : method.getMethodParameters()) {
			MergedAnnotations annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
			if (annotations.isPresent("jakarta.validation.Valid")
					|| annotations.isPresent("jakarta.validation.Constraint")) {
				return true;
			}
		}
		return false;
	}

}
