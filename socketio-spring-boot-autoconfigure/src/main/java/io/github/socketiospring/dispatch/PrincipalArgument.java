package io.github.socketiospring.dispatch;

import java.security.Principal;
import java.util.Optional;

import io.github.socketiospring.server.event.EventCall;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;

/**
 * Supplies a {@link Principal}, or a subtype such as Spring Security's
 * {@code Authentication}. Nobody authenticated is {@code null}, an empty
 * {@code Optional}, or an error where the parameter is declared non-null, as JSpecify or
 * Kotlin do.
 */
final class PrincipalArgument implements ArgumentSource {

	private final Class<?> type;

	private final boolean optional;

	private final boolean required;

	private PrincipalArgument(MethodParameter parameter, Class<?> type) {
		this.type = type;
		this.optional = parameter.getParameterType() == Optional.class;
		this.required = !this.optional && Nullness.forMethodParameter(parameter) == Nullness.NON_NULL;
	}

	static @Nullable ArgumentSource of(MethodParameter parameter) {
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		return Principal.class.isAssignableFrom(type) ? new PrincipalArgument(parameter, type) : null;
	}

	@Override
	public @Nullable Object get(EventCall call) {
		Principal principal = call.socket().principal();
		if (principal != null && !this.type.isInstance(principal)) {
			throw new IllegalStateException("the principal is a " + principal.getClass().getName() + ", the handler of "
					+ call.event() + " wants a " + this.type.getName());
		}
		if (principal == null && this.required) {
			throw new IllegalStateException(
					"nobody is authenticated, and the handler of " + call.event() + " requires a principal");
		}
		return this.optional ? Optional.ofNullable(principal) : principal;
	}

}
