package io.github.socketiospring;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Selects sockets of one namespace and does something with all of them. Immutable: every
 * selecting method returns a new operator, so operators may be kept and shared between
 * threads. Every socket is also in a room named after its own id, so a room is a socket
 * id just as well.
 * <p>
 * Events emitted by one thread reach each socket in the order they were emitted. Nothing
 * here blocks.
 */
public interface BroadcastOperator {

	/**
	 * Adds rooms: a socket is selected if it is in at least one of them; without any, all
	 * sockets of the namespace are.
	 * @param rooms room names or socket ids
	 * @return a new operator
	 */
	BroadcastOperator to(String... rooms);

	/**
	 * The same as {@link #to(String...)}, for code that reads better with it.
	 * @param rooms room names or socket ids
	 * @return a new operator
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Leaves out every socket that is in one of these rooms.
	 * @param rooms room names or socket ids
	 * @return a new operator
	 */
	BroadcastOperator except(String... rooms);

	/**
	 * Sets how long {@link #emitWithAck(String, Object...)} waits for all answers.
	 * @param timeout the time-out, positive; the default is 10 seconds
	 * @return a new operator
	 */
	BroadcastOperator timeout(Duration timeout);

	/**
	 * Emits an event to the selected sockets. It is encoded once, however many receive
	 * it.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments; each anything Jackson can write,
	 * {@code byte[]} and {@link java.nio.ByteBuffer} anywhere in them travel as binary
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event only to those selected sockets that can take it right now; the
	 * others miss it.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @see #emit(String, Object...)
	 */
	void volatileEmit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event and collects an acknowledgement from every selected socket, once per
	 * subscription to the returned {@code Mono}.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return all answers in order of arrival, as soon as the last is there; an
	 * {@link AckException} with those received so far if the time-out passes first
	 */
	Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... arguments);

	/**
	 * Emits a {@code message} event, what clients call {@code send}.
	 * @param arguments the event's arguments
	 */
	default void send(@Nullable Object... arguments) {
		emit("message", arguments);
	}

	/**
	 * Returns the selected sockets that are connected to this server instance.
	 * @return a snapshot, in no particular order
	 */
	Collection<Socket> sockets();

	/**
	 * Makes the selected sockets join rooms.
	 * @param rooms room names
	 */
	void socketsJoin(String... rooms);

	/**
	 * Makes the selected sockets leave rooms.
	 * @param rooms room names
	 */
	void socketsLeave(String... rooms);

	/**
	 * Disconnects the selected sockets.
	 * @param closeConnection whether to close their connections too, with all other
	 * namespaces on them
	 */
	void disconnectSockets(boolean closeConnection);

}
