package io.github.socketiospring.dispatch;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.server.event.EventCall;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import org.springframework.core.MethodParameter;

/**
 * A parameter for all arguments from its own on: one of a variable number, such as
 * {@code String...}, or a {@code JsonNode[]}.
 */
final class RestArgument implements ArgumentSource {

	private final int first;

	private final Class<?> elementType;

	private final TypeReference<Object> type;

	RestArgument(int first, Class<?> elementType, Type type) {
		this.first = first;
		this.elementType = elementType;
		this.type = new TypeReference<>() {

			@Override
			public Type getType() {
				return type;
			}

		};
	}

	/**
	 * Tells whether a parameter takes the rest of the arguments.
	 */
	static boolean isRest(MethodParameter parameter) {
		if (parameter.getParameterType() == JsonNode[].class) {
			return true;
		}
		return parameter.getExecutable() instanceof Method method && method.isVarArgs()
				&& parameter.getParameterIndex() == method.getParameterCount() - 1;
	}

	/**
	 * Returns what each of the arguments is bound to.
	 * @param type the type of the parameter, an array
	 */
	static Type elementType(Type type) {
		return (type instanceof GenericArrayType array) ? array.getGenericComponentType()
				: ((Class<?>) type).getComponentType();
	}

	@Override
	public Object get(EventCall call) {
		Arguments arguments = LateArgument.all(call);
		Object rest = Array.newInstance(this.elementType, Math.max(0, arguments.size() - this.first));
		for (int i = 0; i < Array.getLength(rest); i++) {
			Array.set(rest, i, arguments.get(this.first + i, this.type));
		}
		return rest;
	}

}
