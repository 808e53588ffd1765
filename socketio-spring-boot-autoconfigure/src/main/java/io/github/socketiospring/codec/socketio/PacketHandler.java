package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes the packets a connection's decoder has found, one by one and in order of arrival.
 */
public interface PacketHandler {

	/**
	 * The client asks to join a namespace.
	 * @param namespace the namespace
	 * @param auth the client's auth; a {@code MissingNode} if it gave none
	 */
	void connect(String namespace, JsonNode auth);

	/**
	 * The other side does not let this one join a namespace. Only clients are told so: a
	 * server has asked for nothing.
	 * @param namespace the namespace
	 * @param error why; a {@code MissingNode} if that is not said
	 * @throws PacketParseException unless this is a client
	 */
	default void refused(String namespace, JsonNode error) {
		throw new PacketParseException("CONNECT_ERROR from a client");
	}

	/**
	 * The client leaves a namespace.
	 * @param namespace the namespace
	 */
	void disconnect(String namespace);

	/**
	 * The client leaves all namespaces and ends the connection.
	 */
	void leave();

	/**
	 * A packet has come that must be acknowledged at once, whatever becomes of it.
	 * @param namespace the namespace
	 * @param id the id to acknowledge
	 */
	void received(String namespace, long id);

	/**
	 * The client has sent an event. The arguments must be read to their end before this
	 * returns.
	 * @param namespace the namespace
	 * @param id the id to acknowledge, or {@link Packet#NO_ID}
	 * @param arguments the event's name and arguments; closed by the caller
	 */
	void event(String namespace, long id, ArgumentReader arguments);

	/**
	 * The client has sent an event whose name is reserved, in a protocol where that is
	 * not fatal.
	 * @param namespace the namespace
	 * @param event the name
	 */
	default void unallowed(String namespace, String event) {
	}

	/**
	 * The client reports an error, which only those of protocol 1 do.
	 * @param namespace the namespace
	 * @param reason what went wrong, may be empty
	 * @param advice what the client advises, or {@code null}
	 */
	default void error(String namespace, String reason, @Nullable String advice) {
	}

	/**
	 * The client acknowledges an event.
	 * @param namespace the namespace
	 * @param id the event's id
	 * @param arguments the answer
	 */
	void ack(String namespace, long id, JsonArguments arguments);

}
