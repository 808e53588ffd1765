package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import io.github.socketiospring.dispatch.EventDescription.Value;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;

/**
 * What parameters say of the values they stand for.
 */
final class DescribedValues {

	private static final Set<Class<?>> OPTIONALS = Set.of(Optional.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

	private DescribedValues() {
	}

	/** An argument that clients send, or leave out. */
	static Value received(MethodParameter parameter, Type type) {
		boolean optional = parameter.isOptional() || OPTIONALS.contains(parameter.getParameterType());
		return new Value(name(parameter), type, optional, isNullable(parameter));
	}

	/** An argument that clients receive: it may be {@code null}, but is there. */
	static Value emitted(MethodParameter parameter) {
		return new Value(name(parameter), type(parameter), false, isNullable(parameter));
	}

	/** All arguments that are left. */
	static Value rest(MethodParameter parameter, Type arrayType) {
		return new Value(name(parameter), RestArgument.elementType(arrayType), true, false);
	}

	/** The declared type, type variables resolved. */
	static Type type(MethodParameter parameter) {
		return GenericTypeResolver.resolveType(parameter.getGenericParameterType(), parameter.getContainingClass());
	}

	private static boolean isNullable(MethodParameter parameter) {
		return Nullness.forMethodParameter(parameter) == Nullness.NULLABLE;
	}

	private static String name(MethodParameter parameter) {
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		String name = parameter.getParameterName();
		return (name != null) ? name : "";
	}

}
