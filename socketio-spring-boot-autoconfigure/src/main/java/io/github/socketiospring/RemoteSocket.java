package io.github.socketiospring;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A socket of this server or of another server of the cluster, as it was when
 * {@link BroadcastOperator#fetchSockets()} found it. What it answers is a snapshot; what
 * it does reaches the socket wherever that is connected, and does nothing if the socket
 * has gone. Safe for use by any thread; nothing here blocks.
 */
public interface RemoteSocket extends Emitter<Arguments> {

	/**
	 * Emits an event that the client acknowledges, when the returned {@code Mono} is
	 * subscribed to, once per subscription. Without {@link #timeout} the time-out is
	 * {@code socketio.ack-timeout} or, if that is not set either, 10 seconds: the end of
	 * a connection to another server may remain unknown.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return the client's answer; an {@link AckException} if it does not come in time or
	 * the socket has disconnected
	 */
	@Override
	Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments);

	/**
	 * Returns the socket's public id.
	 * @return the id
	 */
	String id();

	/**
	 * Returns what is known from the moment the client connected.
	 * @return the handshake
	 */
	Handshake handshake();

	/**
	 * Returns the rooms the socket was in, among them the one named after its id.
	 * @return the rooms, unmodifiable
	 */
	Set<String> rooms();

	/**
	 * Returns what the application had stored in {@link Socket#data()}, as JSON: the same
	 * whether the socket is connected here or elsewhere.
	 * @return an object, never {@code null}
	 * @throws tools.jackson.core.JacksonException if Jackson cannot write what is stored
	 */
	JsonNode data();

	/**
	 * Binds one entry of {@link #data()} to a type, with the application's
	 * {@code JsonMapper}.
	 * @param <T> the type
	 * @param key the entry's key
	 * @param type the type
	 * @return the value, or {@code null} if there is no such entry
	 * @throws tools.jackson.core.JacksonException if the entry does not fit the type
	 */
	<T> @Nullable T data(String key, Class<T> type);

	/**
	 * Makes the socket join rooms.
	 * @param rooms room names
	 */
	void join(String... rooms);

	/**
	 * Makes the socket leave rooms.
	 * @param rooms room names
	 */
	void leave(String... rooms);

	/**
	 * Makes the socket leave the namespace; its connection stays for other namespaces.
	 */
	default void disconnect() {
		disconnect(false);
	}

	/**
	 * Makes the socket leave the namespace.
	 * @param closeConnection whether to close its connection too, with all other
	 * namespaces on it
	 */
	void disconnect(boolean closeConnection);

}
