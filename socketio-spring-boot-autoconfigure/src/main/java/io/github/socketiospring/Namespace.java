package io.github.socketiospring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A part of the server that clients join by name; it has its own sockets, rooms and
 * handlers. Used as a {@link BroadcastOperator} it selects all its sockets. Safe for use
 * by any thread.
 */
public interface Namespace extends BroadcastOperator {

	/**
	 * Returns the name.
	 * @return the name, starting with a slash; {@code "/"} is the root namespace. For a
	 * {@link ParentNamespace} it is the pattern, or a name with a number in braces, by
	 * which other servers know it.
	 */
	String name();

	/**
	 * Returns the variables in the name, where the namespace belongs to a family: those
	 * of its pattern, or the named groups of its regular expression.
	 * @return the values by the names of the variables, unmodifiable; empty for other
	 * namespaces. Clients choose them, but without any of <code>/*?#{}[]\\</code> and
	 * control characters; only a regular expression's may have slashes.
	 */
	Map<String, String> variables();

	/**
	 * Adds a check that every client passes before it joins, after those added earlier.
	 * @param interceptor the check
	 * @return this namespace
	 */
	Namespace use(ConnectInterceptor interceptor);

	/**
	 * Adds a check that every event of every socket of this namespace passes before it is
	 * handled, after those added earlier and before those of the socket itself. It is for
	 * events that arrive from now on, so it is best added before clients connect. From
	 * then on the arguments of all events of this namespace are kept until their turn
	 * comes, and bound then.
	 * @param interceptor the check
	 * @return this namespace
	 */
	Namespace useForEvents(EventInterceptor interceptor);

	/**
	 * Adds a listener that is called with each socket that has joined on this server,
	 * before any of its events is handled and after the client was told. Listeners run
	 * where plain handlers run, one after the other, in the order they were added.
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onConnection(Consumer<Socket> listener);

	/**
	 * Adds a listener for what happens to the rooms of this namespace on this server,
	 * after those added earlier. For a {@link ParentNamespace} it is told of the rooms of
	 * all its namespaces.
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onRoomEvent(RoomListener listener);

	/**
	 * Finds a socket that is connected to this server, never one of another server.
	 * @param id the socket's id
	 * @return the socket, or {@code null} if none with that id is connected here
	 */
	@Nullable Socket socket(String id);

	/**
	 * Asks all servers for the rooms of this namespace that have members.
	 * @return the rooms that sockets have joined, without those named after each socket;
	 * a {@link MissingServersException} if a server does not answer in time
	 */
	Mono<Set<String>> fetchRooms();

	/**
	 * Asks how many servers there are.
	 * @return the number of servers that serve this namespace, this one included; a
	 * {@link MissingServersException} if they cannot be counted now, or not within
	 * {@code socketio.adapter.request-timeout}
	 */
	Mono<Integer> serverCount();

	/**
	 * Emits an event to the other servers of the cluster, not to clients. Their
	 * {@link #onServerSideEmit(String, ServerEventListener)} listeners receive it; those
	 * of this server do not.
	 * @param event the event's name; any name, for it never meets those of clients
	 * @param arguments the event's arguments, each anything that Jackson can write
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void serverSideEmit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event to the other servers of the cluster and collects an answer from each
	 * of them, once per subscription to the returned {@code Mono}. A server without a
	 * listener for the event, or whose listeners have all failed, is not waited for and
	 * gives no answer.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return the answers in order of arrival, an empty list if there is no other server;
	 * an {@link AckException} with those received so far, and who is missing, if not all
	 * servers have answered within {@code socketio.adapter.request-timeout}
	 */
	Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object... arguments);

	/**
	 * Adds a listener for an event that another server emits with
	 * {@link #serverSideEmit(String, Object...)}. Listeners are called in the order they
	 * were added, where plain handlers run; the first that answers counts.
	 * @param event the event's name
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onServerSideEmit(String event, ServerEventListener listener);

}
