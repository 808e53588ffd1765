package io.github.socketiospring;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * An event that a client has sent, as a whole: what checks are given, and a handler
 * method that declares it as a parameter. Immutable, safe for use by any thread.
 */
public interface ClientEvent {

	/**
	 * Returns the socket it came from.
	 * @return the socket
	 */
	Socket socket();

	/**
	 * Returns the namespace it belongs to.
	 * @return the namespace of the socket
	 */
	default Namespace namespace() {
		return socket().namespace();
	}

	/**
	 * Returns the event's name.
	 * @return the name the client gave it, unless a check has replaced it; any text, even
	 * an empty one
	 */
	String name();

	/**
	 * Returns the event's arguments, which are read only when they are asked for.
	 * @return the arguments as the client sent them, unless a check has replaced them
	 */
	Arguments arguments();

	/**
	 * Returns what answers the client.
	 * @return the acknowledgement; one that does nothing if the client wants no answer
	 */
	Ack ack();

	/**
	 * Returns the number that the client has given to the acknowledgement it asks for.
	 * @return the number, unique among those of this socket that are not answered yet;
	 * empty if the client wants no answer
	 */
	OptionalLong ackId();

	/**
	 * Tells a message from an event that is called the same. Clients of protocol 1, 0.7
	 * to 0.9, have packets of their own for {@code send(…)} and {@code json.send(…)},
	 * which arrive as events named {@code message} and {@code json}; what they emit under
	 * these names is something else. For newer clients {@code send(…)} is nothing but an
	 * event named {@code message}.
	 * @return {@code true} for a message packet of protocol 1
	 */
	boolean isMessage();

	/**
	 * Gives the event another name.
	 * @param name the new name
	 * @return a new event, the same otherwise
	 * @throws IllegalArgumentException if the name is reserved
	 */
	ClientEvent withName(String name);

	/**
	 * Gives the event other arguments.
	 * @param arguments the new arguments, each anything that Jackson can write;
	 * {@link Arguments} among them stand for the values they hold. They are written at
	 * once: what happens to these objects later changes nothing
	 * @return a new event, the same otherwise
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	ClientEvent withArguments(@Nullable Object... arguments);

}
