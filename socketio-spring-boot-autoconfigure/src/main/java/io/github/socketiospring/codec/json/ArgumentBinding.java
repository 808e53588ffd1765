package io.github.socketiospring.codec.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;

/**
 * The types a handler's arguments are bound to, prepared once at start-up. Safe for use
 * by any thread.
 */
public final class ArgumentBinding {

	private static final Map<Class<?>, Object> EMPTY_OPTIONALS = Map.of(Optional.class, Optional.empty(),
			OptionalInt.class, OptionalInt.empty(), OptionalLong.class, OptionalLong.empty(), OptionalDouble.class,
			OptionalDouble.empty());

	private final Parameter[] parameters;

	ArgumentBinding(List<Parameter> parameters) {
		this.parameters = parameters.toArray(Parameter[]::new);
	}

	/**
	 * Returns how many arguments are bound.
	 * @return the number of parameters
	 */
	public int size() {
		return this.parameters.length;
	}

	/**
	 * Binds the rest of an array. The parser stands on the last token before the first
	 * argument, and afterwards on the token that ends the array unless there are more
	 * arguments than parameters.
	 */
	@Nullable Object[] read(JsonParser parser) {
		@Nullable Object[] values = new @Nullable Object[this.parameters.length];
		int index = 0;
		while (index < values.length && parser.nextToken() != JsonToken.END_ARRAY) {
			values[index] = this.parameters[index].read(parser);
			index++;
		}
		for (; index < values.length; index++) {
			values[index] = missing(index, this.parameters[index].type.getRawClass());
		}
		return values;
	}

	/**
	 * Returns the value of a parameter whose argument is missing.
	 * @param index the position of the argument, from 0
	 * @param type the type of the parameter
	 * @return {@code null}, or an empty optional
	 * @throws ArgumentBindingException if the type is primitive
	 */
	public static @Nullable Object missing(int index, Class<?> type) {
		if (type.isPrimitive()) {
			throw new ArgumentBindingException("argument " + (index + 1) + " is missing and its type " + type.getName()
					+ " cannot be null; declare it as Optional or as a wrapper type", null);
		}
		return EMPTY_OPTIONALS.get(type);
	}

	/**
	 * One parameter, and how its value is read.
	 */
	static final class Parameter {

		private final ObjectReader reader;

		private final JavaType type;

		private final boolean plainString;

		Parameter(ObjectReader reader, JavaType type, boolean plainString) {
			this.reader = reader;
			this.type = type;
			this.plainString = plainString;
		}

		@Nullable Object read(JsonParser parser) {
			// Reading a plain string needs no deserializer; the most common argument.
			if (this.plainString && parser.currentToken() == JsonToken.VALUE_STRING) {
				return parser.getString();
			}
			return this.reader.readValue(parser);
		}

	}

}
