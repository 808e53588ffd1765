package io.github.socketiospring

import tools.jackson.core.type.TypeReference

/**
 * Binds one argument to a type, generic ones too: `arguments.get<List<Message>>(0)`.
 *
 * @param T the type
 * @param index the position, from 0
 * @return the bound value
 * @throws InvalidPayloadException if there are fewer arguments, or the argument is null or does not fit the type
 * @see Arguments.get
 */
inline fun <reified T : Any> Arguments.get(index: Int): T =
	getOrNull<T>(index)
		?: throw InvalidPayloadException("argument ${index + 1} is missing or null, and must not be", null as Throwable?)

/**
 * Binds one argument, which may be missing or null, to a type.
 *
 * @param T the type
 * @param index the position, from 0
 * @return the bound value, or `null`
 * @throws InvalidPayloadException if the argument does not fit the type
 * @see Arguments.get
 */
inline fun <reified T : Any> Arguments.getOrNull(index: Int): T? =
	if (index < size()) get(index, object : TypeReference<T>() {}) else null
