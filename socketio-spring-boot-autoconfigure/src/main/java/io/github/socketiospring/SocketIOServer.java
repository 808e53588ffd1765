package io.github.socketiospring;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The Socket.IO server of this application. Used as a {@link BroadcastOperator} it
 * selects the sockets of the root namespace. Safe for use by any thread.
 */
public interface SocketIOServer extends BroadcastOperator {

	/** The name of the root namespace. */
	String ROOT = "/";

	/**
	 * Returns a namespace, and creates it if there is none of that name yet. Clients can
	 * join only namespaces that exist.
	 * @param name the name; a leading slash is added if it is missing
	 * @return the namespace
	 */
	Namespace of(String name);

	/**
	 * Returns all namespaces of this server.
	 * @return a snapshot, in no particular order
	 */
	Collection<Namespace> namespaces();

	/**
	 * Returns how many clients are connected to this server, each counted once however
	 * many namespaces it has joined. Clients of other servers are not counted.
	 * @return the number of connections
	 */
	int clientsCount();

	/**
	 * Asks how many servers there are.
	 * @return the number of servers in the cluster, this one included
	 */
	default Mono<Integer> serverCount() {
		return of(ROOT).serverCount();
	}

	/**
	 * Emits an event to the other servers of the cluster, in the root namespace.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @see Namespace#serverSideEmit(String, Object...)
	 */
	default void serverSideEmit(String event, @Nullable Object... arguments) {
		of(ROOT).serverSideEmit(event, arguments);
	}

	/**
	 * Emits an event to the other servers of the cluster, in the root namespace, and
	 * collects their answers.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return the answers
	 * @see Namespace#serverSideEmitWithAck(String, Object...)
	 */
	default Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object... arguments) {
		return of(ROOT).serverSideEmitWithAck(event, arguments);
	}

	/**
	 * Adds a listener for an event that another server emits in the root namespace.
	 * @param event the event's name
	 * @param listener the listener
	 * @return this server
	 * @see Namespace#onServerSideEmit(String, ServerEventListener)
	 */
	default SocketIOServer onServerSideEmit(String event, ServerEventListener listener) {
		of(ROOT).onServerSideEmit(event, listener);
		return this;
	}

}
