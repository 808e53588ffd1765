package io.github.socketiospring;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
	 * Returns a namespace or a family of namespaces, and creates it if there is none of
	 * that name yet. Clients can join only namespaces that exist or belong to a family.
	 * <p>
	 * A name with variables, such as <code>"/tenant-{id}"</code>, is a family, and a
	 * {@link ParentNamespace} is returned. A variable takes at least one character and no
	 * slash; <code>{id:[0-9]+}</code> restricts it by a regular expression. Families are
	 * asked in the order they were added, and a namespace that was named before needs
	 * none. Any other name that a pattern, an expression or a condition knows returns the
	 * family's namespace; without clients, it stays for {@code socketio.connect-timeout}.
	 * A {@link NamespaceMatcher} decides about clients, not names: unless a client has
	 * created the namespace, this method creates one that belongs to no family, which
	 * clients join without the matcher. To emit to all that a matcher has let in, use its
	 * {@link ParentNamespace}.
	 * <p>
	 * {@code "*"} stands for all namespaces: checks added to it come before theirs, its
	 * connection listeners serve those that have none of their own, and what is emitted
	 * reaches all sockets. It lets no client join a namespace that does not exist.
	 * @param name the name; a leading slash is added if it is missing
	 * @return the namespace
	 * @throws IllegalArgumentException if the name is a pattern that cannot work, or has
	 * wildcards
	 */
	Namespace of(String name);

	/**
	 * Adds a family of namespaces by a regular expression. Its named groups are the
	 * {@link Namespace#variables() variables}.
	 * @param names the expression that the whole of a name must match. Clients choose
	 * names of up to {@code socketio.limits.max-name-length} characters: an expression
	 * that takes very long for some of them lets any client stop the server.
	 * @return the family, a new one with each call
	 */
	ParentNamespace of(Pattern names);

	/**
	 * Adds a family of namespaces by a condition on their names. It is asked for each
	 * client, on an event loop, and must not block.
	 * @param names tells whether a name belongs to the family
	 * @return the family, a new one with each call
	 */
	ParentNamespace of(Predicate<String> names);

	/**
	 * Adds a family of namespaces by what is known about each client that asks for one.
	 * @param matcher tells whether a client may join a namespace of that name
	 * @return the family, a new one with each call
	 */
	ParentNamespace of(NamespaceMatcher matcher);

	/**
	 * Adds a listener that is called once with each namespace that is created from now
	 * on, before any client joins it: those that the application names, and those of
	 * families. It is called by the thread that creates the namespace, often an event
	 * loop, while no other namespace can be created: it must not block. An exception is
	 * logged and changes nothing.
	 * @param listener the listener
	 * @return this server
	 */
	SocketIOServer onNewNamespace(Consumer<Namespace> listener);

	/**
	 * Removes a namespace, or a family with all its namespaces, from this server: its
	 * sockets are disconnected, their connections stay, and clients that ask for it are
	 * refused. Its handlers, checks and listeners are forgotten. A namespace of a family
	 * is created again for the next client that asks for it; until then, what is done
	 * with a namespace that was removed reaches nobody.
	 * @param name the namespace's name, or what {@link Namespace#name()} of the family
	 * returns
	 * @return {@code false} if there is none
	 * @throws IllegalArgumentException for the root namespace and {@code "*"}
	 */
	boolean remove(String name);

	/**
	 * Returns all namespaces of this server, also those that belong to families.
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
	 * @return the number of servers in the cluster, this one included; a
	 * {@link MissingServersException} if they cannot be counted now, or not within
	 * {@code socketio.adapter.request-timeout}
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
