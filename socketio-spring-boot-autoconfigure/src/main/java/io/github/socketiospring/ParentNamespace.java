package io.github.socketiospring;

import java.util.Collection;

/**
 * A family of namespaces whose names clients choose. When the first client asks for one
 * that belongs to the family, it is created; it is removed when the last has left, unless
 * {@code socketio.cleanup-empty-child-namespaces} says otherwise.
 * <p>
 * What is added to the family goes for each of its namespaces, those that exist and those
 * to come: {@link #use checks} and {@link #onConnection listeners} of the family come
 * before those of the namespace, and its handlers serve all of them. Used as a
 * {@link BroadcastOperator} it selects the sockets of all its namespaces, also those that
 * exist on other servers only. Server-side events that are emitted here reach the
 * listeners added here.
 *
 * @see SocketIOServer#of(String)
 */
public interface ParentNamespace extends Namespace {

	/**
	 * Returns the namespaces of this family on this server.
	 * @return a snapshot, in no particular order
	 */
	Collection<Namespace> children();

}
