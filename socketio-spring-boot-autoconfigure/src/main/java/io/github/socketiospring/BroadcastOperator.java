package io.github.socketiospring;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Selects sockets of one namespace, on all servers of the cluster unless {@link #local()}
 * says otherwise, and does something with all of them. Immutable: every selecting method
 * returns a new operator, so operators may be kept and shared between threads. Every
 * socket is also in a room named after its own id, so a room is a socket id just as well.
 * <p>
 * Events emitted by one thread reach each socket in the order in which they were emitted.
 * Nothing here blocks.
 */
public interface BroadcastOperator extends Emitter<List<Arguments>> {

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
	 * Selects only sockets that are connected to this server.
	 * @return a new operator
	 */
	BroadcastOperator local();

	/**
	 * Sets how long {@link #emitWithAck(String, Object...)} waits for all clients, and
	 * {@link #fetchSockets()} for all servers.
	 * @param timeout the time-out, at least a millisecond; the default is
	 * {@code socketio.adapter.request-timeout} for servers; for clients 10 seconds, or
	 * {@code socketio.ack-timeout} if that is set
	 * @return a new operator
	 */
	@Override
	BroadcastOperator timeout(Duration timeout);

	@Override
	BroadcastOperator compress(boolean compress);

	/**
	 * Emits an event to the selected sockets. It is encoded once, however many receive
	 * it.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments; each is anything that Jackson can write,
	 * {@code byte[]} and {@link java.nio.ByteBuffer} anywhere in them travel as binary,
	 * and {@link Arguments} as the values they are
	 * @return {@link EmitResult#HANDED_ON}, always
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	@Override
	EmitResult emit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event to those of the selected sockets that can take it right now; the
	 * others miss it.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return {@link EmitResult#HANDED_ON}, always
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	@Override
	EmitResult volatileEmit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event and collects an acknowledgement from every selected socket, once per
	 * subscription to the returned {@code Mono}. Sockets that disconnect are no longer
	 * waited for.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return all answers in order of arrival, as soon as the last is there; an
	 * {@link AckException} with those received so far, and the ids of the sockets that
	 * have not answered, if the time-out passes first
	 */
	@Override
	Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... arguments);

	/**
	 * Emits an event and hands on the acknowledgements as they come, each with the id of
	 * the socket that has answered.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return the answers in order of arrival; completes with the last, and fails as
	 * {@link #emitWithAck(String, Object...)} does
	 */
	Flux<SocketAnswer> emitWithAckStream(String event, @Nullable Object... arguments);

	/**
	 * Looks up the selected sockets that are connected to this server, never those of
	 * other servers.
	 * @return a snapshot, in no particular order
	 * @see #fetchSockets()
	 */
	Collection<Socket> sockets();

	/**
	 * Asks all servers for the selected sockets.
	 * @return the sockets in no particular order, each a snapshot; a
	 * {@link MissingServersException} if a server does not answer in time
	 */
	Mono<List<RemoteSocket>> fetchSockets();

	/**
	 * Makes the selected sockets join rooms. A socket joins no more of them than
	 * {@code socketio.limits.max-rooms-per-socket} allows.
	 * @param rooms room names
	 */
	void socketsJoin(String... rooms);

	/**
	 * Makes the selected sockets leave rooms.
	 * @param rooms room names
	 */
	void socketsLeave(String... rooms);

	/**
	 * Makes the selected sockets leave the namespace; their connections stay for other
	 * namespaces.
	 */
	default void disconnectSockets() {
		disconnectSockets(false);
	}

	/**
	 * Disconnects the selected sockets.
	 * @param closeConnection whether to close their connections too, with all other
	 * namespaces on them
	 */
	void disconnectSockets(boolean closeConnection);

}
