package io.github.socketiospring.dispatch;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * The constraints of Bean Validation on the parameters of one handler method. They are
 * checked here, or by the bean's proxy if its class is {@link Validated @Validated}.
 */
final class MethodConstraints {

	/** Where violations of several parameters come. */
	private static final int LAST = Integer.MAX_VALUE;

	private final BeanMethod method;

	private final Validator validator;

	private final Class<?>[] groups;

	private final boolean checkedByProxy;

	private MethodConstraints(BeanMethod method, Validator validator, Class<?>[] groups, boolean checkedByProxy) {
		this.method = method;
		this.validator = validator;
		this.groups = groups;
		this.checkedByProxy = checkedByProxy;
	}

	/**
	 * Finds the constraints of a method.
	 * @return the constraints, {@code null} if there are none
	 * @throws InvalidHandlerException if they contradict each other
	 */
	static @Nullable MethodConstraints of(BeanMethod method, Validator validator) {
		MethodDescriptor described;
		try {
			described = validator.getConstraintsForClass(method.bean().type())
				.getConstraintsForMethod(method.getMethod().getName(), method.getMethod().getParameterTypes());
		}
		catch (ValidationException ex) {
			throw new InvalidHandlerException(
					method + " has constraints that Bean Validation refuses: " + ex.getMessage(),
					"Declare constraints of parameters where the method is declared first, in the interface or superclass.",
					ex);
		}
		if (described == null || !hasConstraints(described)) {
			return null;
		}
		Validated ofClass = method.bean().annotation(Validated.class);
		Validated ofMethod = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Validated.class);
		Validated validated = (ofMethod != null) ? ofMethod : ofClass;
		boolean proxied = ofClass != null && method.bean()
			.factory()
			.getBeanNamesForType(MethodValidationPostProcessor.class, true, false).length > 0;
		return new MethodConstraints(method, validator, (validated != null) ? validated.value() : new Class<?>[0],
				proxied);
	}

	/** {@code hasConstrainedParameters()} says nothing of elements of containers. */
	private static boolean hasConstraints(MethodDescriptor method) {
		return method.getCrossParameterDescriptor().hasConstraints() || method.getParameterDescriptors()
			.stream()
			.anyMatch((parameter) -> parameter.hasConstraints() || parameter.isCascaded()
					|| !parameter.getConstrainedContainerElementTypes().isEmpty());
	}

	/**
	 * Tells whether the bean's proxy checks the constraints, and {@link #check} must not.
	 */
	boolean checkedByProxy() {
		return this.checkedByProxy;
	}

	/**
	 * Checks arguments.
	 */
	void check(@Nullable Object[] arguments, Violations violations) {
		// The last parameter of a suspend function is its continuation.
		@Nullable Object[] all = Arrays.copyOf(arguments, this.method.getMethod().getParameterCount());
		addAll(this.validator.forExecutables()
			.validateParameters(this.method.declaringObject(), this.method.getMethod(), all, this.groups), violations);
	}

	/**
	 * Translates what a proxy has thrown because of the arguments of this method, and
	 * leaves everything else, such as what a service has thrown that the method has
	 * called.
	 */
	Throwable translate(Throwable exception) {
		Violations violations = new Violations();
		if (exception instanceof ConstraintViolationException broken
				&& broken.getConstraintViolations().stream().allMatch(this::isOfParameters)) {
			addAll(broken.getConstraintViolations(), violations);
		}
		else if (exception instanceof MethodValidationException broken && !broken.isForReturnValue()
				&& broken.getMethod().getName().equals(this.method.getMethod().getName())
				&& this.method.bean().type().isInstance(broken.getTarget())) {
			for (ParameterValidationResult result : broken.getParameterValidationResults()) {
				for (MessageSourceResolvable error : result.getResolvableErrors()) {
					add(result.unwrap(error, ConstraintViolation.class), violations);
				}
			}
			for (MessageSourceResolvable error : broken.getCrossParameterValidationResults()) {
				String[] codes = error.getCodes();
				violations.add(LAST, "", "", error.getDefaultMessage(),
						(codes != null && codes.length > 0) ? codes[codes.length - 1] : "", null);
			}
		}
		return violations.isEmpty() ? exception : violations.exception();
	}

	private boolean isOfParameters(ConstraintViolation<?> violation) {
		Iterator<Path.Node> path = violation.getPropertyPath().iterator();
		Path.Node first = path.next();
		return first.getKind() == ElementKind.METHOD && first.getName().equals(this.method.getMethod().getName())
				&& path.hasNext() && isParameter(path.next())
				&& this.method.bean().type().isAssignableFrom(violation.getRootBeanClass());
	}

	private static boolean isParameter(Path.Node node) {
		return node.getKind() == ElementKind.PARAMETER || node.getKind() == ElementKind.CROSS_PARAMETER;
	}

	private static void addAll(Set<? extends ConstraintViolation<?>> found, Violations violations) {
		for (ConstraintViolation<?> violation : found) {
			if (violations.isFull()) {
				return;
			}
			add(violation, violations);
		}
	}

	/** The path begins with the method and the parameter. */
	private static void add(ConstraintViolation<?> violation, Violations violations) {
		Iterator<Path.Node> path = violation.getPropertyPath().iterator();
		path.next();
		Path.Node parameter = path.next();
		boolean one = parameter.getKind() == ElementKind.PARAMETER;
		int position = one ? parameter.as(Path.ParameterNode.class).getParameterIndex() : LAST;
		add(violation, position, one ? parameter.getName() : "", path(path), violations);
	}

	static void add(ConstraintViolation<?> violation, int position, String parameter, String path,
			Violations violations) {
		violations.add(position, parameter, path, violation.getMessage(),
				violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName(),
				violation.getInvalidValue());
	}

	/** As a client would write it in JavaScript. */
	static String path(Iterator<Path.Node> nodes) {
		StringBuilder path = new StringBuilder();
		while (nodes.hasNext()) {
			Path.Node node = nodes.next();
			if (node.isInIterable()) {
				path.append(Violations.element((node.getIndex() != null) ? node.getIndex() : node.getKey()));
			}
			if (node.getKind() == ElementKind.PROPERTY) {
				path.append(path.isEmpty() ? "" : ".").append(node.getName());
			}
		}
		return path.toString();
	}

}
