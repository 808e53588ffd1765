package io.github.socketiospring.contract;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;

import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;

/**
 * Tells whether the members behind properties may be null, by JSpecify and Kotlin.
 * Without either, a property is taken to be present.
 */
final class MemberNullness {

	private MemberNullness() {
	}

	/** Tells whether a property may be {@code null}. */
	static boolean isNullable(@Nullable AnnotatedMember member) {
		MethodParameter parameter = parameter(member);
		if (parameter != null) {
			return Nullness.forMethodParameter(parameter) == Nullness.NULLABLE;
		}
		if (member != null && member.getMember() instanceof Method method) {
			return Nullness.forMethodReturnType(method) == Nullness.NULLABLE;
		}
		return member != null && member.getMember() instanceof Field field
				&& Nullness.forField(field) == Nullness.NULLABLE;
	}

	/**
	 * Tells whether a property may be missing: it may be {@code null}, or has a default
	 * in Kotlin.
	 */
	static boolean isOptional(@Nullable AnnotatedMember member) {
		MethodParameter parameter = parameter(member);
		return (parameter != null) ? parameter.isOptional() : isNullable(member);
	}

	private static @Nullable MethodParameter parameter(@Nullable AnnotatedMember member) {
		if (member instanceof AnnotatedParameter parameter
				&& parameter.getOwner().getAnnotated() instanceof Executable executable) {
			return MethodParameter.forExecutable(executable, parameter.getIndex());
		}
		return (member != null && member.getMember() instanceof Method method && method.getParameterCount() == 1)
				? new MethodParameter(method, 0) : null;
	}

}
