package io.github.socketiospring.contract;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import org.jspecify.annotations.Nullable;

/**
 * The contract between clients and the server.
 *
 * @param namespaces the namespaces, in the order of their names
 * @param types the types that have names, by these
 * @param names the name of each type
 */
record Contract(List<Space> namespaces, SortedMap<String, Schema> types, Function<TypeKey, String> names) {

	/** Of the events that clients emit; the name of the namespace stands before it. */
	static final String CLIENT_TO_SERVER = "ClientToServerEvents";

	/** Of the events that the server emits. */
	static final String SERVER_TO_CLIENT = "ServerToClientEvents";

	/**
	 * A namespace, or a family.
	 *
	 * @param name its name, without what variables have to match
	 * @param prefix what stands before the names of its types
	 * @param variables the variables in the name
	 * @param received the events that the server handles
	 * @param emitted the events that it emits; {@code null} if nobody says so
	 */
	record Space(String name, String prefix, Set<String> variables, List<Event> received,
			@Nullable List<Event> emitted) {
	}

	/**
	 * An event.
	 *
	 * @param name its name
	 * @param arguments its arguments, in order
	 * @param rest each of the arguments that are left, {@code null} if there are none
	 * @param acknowledgement what the acknowledgement has
	 * @param answer the value in it for {@link Acknowledgement#VALUE}
	 */
	record Event(String name, List<Argument> arguments, @Nullable Argument rest, Acknowledgement acknowledgement,
			@Nullable Schema answer) {
	}

	/**
	 * An argument of an event.
	 *
	 * @param name the name, unique within the event
	 * @param schema its value
	 * @param optional whether it may be missing
	 */
	record Argument(String name, Schema schema, boolean optional) {
	}

}
