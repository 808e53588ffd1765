package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An event as a handler method takes it, or as an interface of
 * {@link io.github.socketiospring.annotation.Emits @Emits} declares it.
 *
 * @param name the event's name
 * @param arguments its arguments, in order, without what is injected
 * @param rest each of the arguments that are left; {@code null} if there are none, or
 * nobody looks at them
 * @param acknowledgement what the acknowledgement has, if there is one
 * @param answer what it has for {@link Acknowledgement#VALUE}, else {@code null}
 */
public record EventDescription(String name, List<Value> arguments, @Nullable Value rest,
		Acknowledgement acknowledgement, @Nullable Value answer) {

	public EventDescription {
		arguments = List.copyOf(arguments);
	}

	/**
	 * A value that travels.
	 *
	 * @param name the name of the parameter; empty if it has none
	 * @param type the type, as Jackson is to see it
	 * @param optional whether it may be left out
	 * @param nullable whether it may be {@code null}, whatever the type says
	 */
	public record Value(String name, Type type, boolean optional, boolean nullable) {
	}

	/**
	 * What the acknowledgement of an event has.
	 */
	public enum Acknowledgement {

		/** There is none. */
		NONE,

		/** No arguments. */
		EMPTY,

		/** One argument. */
		VALUE,

		/** What is sent, which no type tells. */
		ANY

	}

}
