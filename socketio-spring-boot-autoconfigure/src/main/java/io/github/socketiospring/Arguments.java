package io.github.socketiospring;

import java.util.List;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * The arguments of an event or of an acknowledgement. Immutable; may be read from any
 * thread, and any number of times. Emitted, returned from a handler or given to an
 * acknowledgement, they travel as these values, not as an object.
 */
public interface Arguments {

	/**
	 * Returns how many arguments there are.
	 * @return the number of arguments, 0 or more
	 */
	int size();

	/**
	 * Returns one argument as a tree. Binary data appears as a
	 * {@link tools.jackson.databind.node.BinaryNode}.
	 * @param index the position, from 0
	 * @return the argument; a {@code MissingNode} if there are fewer arguments
	 */
	JsonNode get(int index);

	/**
	 * Binds one argument to a type, with the application's {@code JsonMapper}.
	 * @param <T> the type
	 * @param index the position, from 0
	 * @param type the type
	 * @return the bound value
	 * @throws InvalidPayloadException if there are fewer arguments, or the argument does
	 * not fit the type; what caused that, such as a
	 * {@link tools.jackson.core.JacksonException}, is its cause
	 */
	<T> T get(int index, Class<T> type);

	/**
	 * Binds one argument to a generic type, with the application's {@code JsonMapper}.
	 * @param <T> the type
	 * @param index the position, from 0
	 * @param type the type
	 * @return the bound value
	 * @throws InvalidPayloadException if there are fewer arguments, or the argument does
	 * not fit the type; what caused that, such as a
	 * {@link tools.jackson.core.JacksonException}, is its cause
	 */
	<T> T get(int index, TypeReference<T> type);

	/**
	 * Returns all arguments as trees.
	 * @return the arguments in order, unmodifiable
	 */
	List<JsonNode> asList();

	/**
	 * Returns all arguments as trees, for methods that take a variable number of them.
	 * @return a new array
	 */
	default Object[] toArray() {
		return asList().toArray();
	}

}
