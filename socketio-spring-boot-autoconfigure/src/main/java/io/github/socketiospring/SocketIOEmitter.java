package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * Reaches the clients of a cluster from a process that serves none itself: a batch job, a
 * servlet application, another service. It only sends; whoever wants answers needs a
 * server. Immutable: every selecting method returns a new emitter, so emitters may be
 * kept and shared between threads.
 * <p>
 * What one thread sends reaches each server in that order. Nothing here blocks. If a
 * message cannot be sent at the moment, because there is no connection or too much waits
 * to be sent, a {@link MissingServersException} is thrown; that nothing is thrown does
 * not mean that somebody has received it.
 */
public interface SocketIOEmitter {

	/**
	 * Selects all sockets of a namespace. Without it, an emitter reaches those of
	 * {@code "/"}.
	 * @param namespace the namespace's name, such as {@code "/chat"}; the slash may be
	 * left out
	 * @return a new emitter, for all sockets of the namespace
	 */
	SocketIOEmitter of(String namespace);

	/**
	 * Adds rooms: a socket is selected if it is in at least one of them; without any, all
	 * sockets of the namespace are.
	 * @param rooms room names or socket ids
	 * @return a new emitter
	 */
	SocketIOEmitter to(String... rooms);

	/**
	 * The same as {@link #to(String...)}, for code that reads better with it.
	 * @param rooms room names or socket ids
	 * @return a new emitter
	 */
	default SocketIOEmitter in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Leaves out every socket that is in one of these rooms.
	 * @param rooms room names or socket ids
	 * @return a new emitter
	 */
	SocketIOEmitter except(String... rooms);

	/**
	 * Sets whether connections that compress may compress what is emitted.
	 * @param compress {@code true} by default
	 * @return a new emitter
	 */
	SocketIOEmitter compress(boolean compress);

	/**
	 * Emits an event to the selected sockets.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments; each is anything that Jackson can write,
	 * {@code byte[]} and {@link java.nio.ByteBuffer} anywhere in them travel as binary
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event to those of the selected sockets that can take it right now; the
	 * others miss it.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void volatileEmit(String event, @Nullable Object... arguments);

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

	/**
	 * Emits an event to all servers, for their listeners.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 * @see Namespace#onServerSideEmit
	 */
	void serverSideEmit(String event, @Nullable Object... arguments);

}
