package io.github.socketiospring.dispatch;

import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.server.event.EventCall;

/**
 * A parameter whose type in Kotlin is not nullable: a client that sends nothing for it,
 * or {@code null}, has made a mistake, and the method is not called.
 *
 * @param source where the value comes from
 * @param name the parameter's name
 * @param type the parameter's type
 */
record RequiredArgument(ArgumentSource source, String name, Class<?> type) implements ArgumentSource {

	@Override
	public Object get(EventCall call) throws Exception {
		Object value = this.source.get(call);
		if (value == null) {
			throw new InvalidPayloadException("the argument \"" + this.name + "\" is missing or null, and its type "
					+ this.type.getSimpleName() + " is not nullable", (Throwable) null);
		}
		return value;
	}

}
