package io.github.socketiospring;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * One client in one namespace. Safe for use by any thread; nothing here blocks.
 * <p>
 * Events emitted by one thread arrive in the order they were emitted. Emitting to a
 * socket that has disconnected does nothing, and {@link EmitResult} says so.
 */
public interface Socket extends Emitter<Arguments> {

	/**
	 * Returns the public id, unique and random; also the name of a room that this socket
	 * is always in.
	 * @return 20 URL-safe characters. For clients before 3.x it is the id of the
	 * connection, which is a secret, with the namespace's name and {@code #} before it
	 * unless that is the root namespace.
	 */
	String id();

	/**
	 * Returns the namespace this socket has joined.
	 * @return the namespace
	 */
	Namespace namespace();

	/**
	 * Returns what is known from the moment the client connected.
	 * @return the handshake
	 */
	Handshake handshake();

	/**
	 * Returns who the client is in this namespace: as what it gave when it joined was
	 * authenticated, or else its first HTTP request.
	 * @return the principal, or {@code null} if nobody was authenticated
	 */
	@Nullable Principal principal();

	/**
	 * Returns the name of the transport that carries this connection right now.
	 * @return {@code "polling"} or {@code "websocket"}; for clients of protocol 1 one of
	 * the names in {@code socketio.legacy.transports}, such as {@code "xhr-polling"}
	 */
	String transport();

	/**
	 * Returns the connection that this socket shares with the same client's sockets in
	 * other namespaces.
	 * @return the connection
	 */
	ClientConnection client();

	/**
	 * Tells whether the socket is connected.
	 * @return {@code true} from the moment the client was told that it joined until it
	 * has gone
	 */
	boolean isConnected();

	/**
	 * Tells whether this is a socket whose connection was lost and whose client has come
	 * back: it has its id, its rooms and its data as before, and its client receives what
	 * was emitted to it meanwhile. Listeners added to the socket it was are not added
	 * again. Only possible with {@code socketio.connection-state-recovery.enabled}.
	 * @return {@code true} if it is, from its connect handlers on; {@code false} for all
	 * others, for those of clients before 3.x in any case
	 */
	boolean recovered();

	/**
	 * Returns a place for the application's data about this socket.
	 * @return a map that may be used from any thread, without {@code null} values
	 */
	Map<String, Object> data();

	/**
	 * Returns a place for the application's data about this client, shared by its sockets
	 * in all namespaces.
	 * @return a map that may be used from any thread, without {@code null} values
	 */
	Map<String, Object> session();

	/**
	 * Finds the same client's socket in another namespace.
	 * @param namespace the other namespace's name
	 * @return the socket, if the client has joined that namespace
	 */
	Optional<Socket> sibling(String namespace);

	/**
	 * Emits an event to this client.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments; each is anything that Jackson can write,
	 * {@code byte[]} and {@link java.nio.ByteBuffer} anywhere in them travel as binary,
	 * and {@link Arguments} as the values they are
	 * @return {@link EmitResult#QUEUED}, {@link EmitResult#DISCONNECTED} or
	 * {@link EmitResult#BUFFER_FULL}; with connection state recovery,
	 * {@link EmitResult#HANDED_ON} while the client is away and may come back for it
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	@Override
	EmitResult emit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event if the client can take it right now; otherwise it is dropped.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return as for {@link #emit(String, Object...)}, or {@link EmitResult#NOT_WRITABLE}
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	@Override
	EmitResult volatileEmit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event that the client acknowledges, when the returned {@code Mono} is
	 * subscribed to, once per subscription. Without {@link #timeout(Duration)} and
	 * {@code socketio.ack-timeout} there is no time-out but the end of the connection.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return the client's answer; an {@link AckException} if it does not come in time or
	 * the socket disconnects first; cancelling forgets the request
	 */
	@Override
	Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments);

	/**
	 * Joins rooms.
	 * @param rooms room names
	 * @throws IllegalStateException if the socket would be in more rooms than
	 * {@code socketio.limits.max-rooms-per-socket} allows; it has joined those before
	 */
	void join(String... rooms);

	/**
	 * Leaves rooms.
	 * @param rooms room names
	 */
	void leave(String... rooms);

	/**
	 * Returns the rooms this socket is in, among them the one named after its id. In
	 * listeners added with {@link #onDisconnecting} and in {@code @OnDisconnecting}
	 * methods, these are the rooms it was in.
	 * @return a snapshot
	 */
	Set<String> rooms();

	/**
	 * Selects the other sockets of this namespace that are in one of the rooms.
	 * @param rooms room names or socket ids
	 * @return an operator that leaves out this socket
	 */
	BroadcastOperator to(String... rooms);

	/**
	 * The same as {@link #to(String...)}, for code that reads better with it.
	 * @param rooms room names or socket ids
	 * @return an operator that leaves out this socket
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Selects the other sockets of this namespace that are in none of the rooms.
	 * @param rooms room names or socket ids
	 * @return an operator that leaves out this socket
	 */
	BroadcastOperator except(String... rooms);

	/**
	 * Selects all other sockets of this namespace.
	 * @return an operator that leaves out this socket
	 */
	BroadcastOperator broadcast();

	/**
	 * Runs a job beside the handlers of this socket's events, on a thread of those
	 * handlers that may block. It ends with the socket at the latest: when the socket
	 * disconnects, its thread is interrupted, or it does not run at all if it has not
	 * begun.
	 * <p>
	 * A job that takes long holds one of {@code socketio.handlers.max-threads} threads;
	 * what waits more than it works, such as a timer, is better a
	 * {@linkplain #spawn(Publisher) publisher}. What the job throws goes to
	 * {@code @OnEventException} methods of the namespace's beans, with {@code "job"} for
	 * the name of the event, then to those of {@code @SocketIOAdvice} beans, and is
	 * logged if none takes it, but not after it was cancelled.
	 * @param job the job
	 * @return cancels the job; disposed when the job is done, and at once if it does not
	 * run because the socket has gone
	 * @throws IllegalStateException if the socket has
	 * {@code socketio.limits.max-jobs-per-socket} jobs already
	 * @see JobDecorator
	 */
	Disposable spawn(Runnable job);

	/**
	 * Subscribes to a job, at once and on the calling thread, with the Reactor context
	 * that reactive handlers have. It ends with the socket at the latest: when the socket
	 * disconnects, the subscription is cancelled.
	 * @param job the job, such as a {@code Flux.interval(…).doOnNext(…)}; its values are
	 * of no meaning, and its error goes where that of a {@linkplain #spawn(Runnable)
	 * blocking} job goes
	 * @return cancels the job; disposed when the job is done, and at once if it is not
	 * subscribed to because the socket has gone
	 * @throws IllegalStateException if the socket has
	 * {@code socketio.limits.max-jobs-per-socket} jobs already
	 * @see JobDecorator
	 */
	Disposable spawn(Publisher<?> job);

	/**
	 * Cancels all jobs of this socket, as disconnecting does. Others may be spawned
	 * afterwards.
	 */
	void cancelJobs();

	/**
	 * Leaves the namespace; the connection stays for other namespaces.
	 */
	default void disconnect() {
		disconnect(false);
	}

	/**
	 * Leaves the namespace.
	 * @param closeConnection whether to close the connection too, with all other
	 * namespaces on it
	 */
	void disconnect(boolean closeConnection);

	/**
	 * Leaves the namespace without telling the client, which then still takes itself for
	 * connected: what it sends is ignored. With {@code closeConnection} it learns that
	 * the connection is lost, and connects again as it does when the network fails; after
	 * {@link #disconnect(boolean)} it does not.
	 * @param closeConnection whether to close the connection too, with all other
	 * namespaces on it; for clients of protocol 1 in the root namespace, which is their
	 * connection, always
	 */
	void disconnectSilently(boolean closeConnection);

	/**
	 * Adds a listener for an event. All listeners of an event are called, in the order
	 * they were added, after the annotated handler if there is one. A listener may add
	 * and remove listeners while it runs, itself too: an event is given to those there
	 * were when its turn had come.
	 * @param event the event's name
	 * @param listener the listener; one that is added twice is called twice
	 * @return this socket
	 */
	Socket on(String event, SocketEventListener listener);

	/**
	 * Adds a listener for the next event of a name: it is taken away before it is called.
	 * An event that is refused before it reaches the listeners does not count.
	 * @param event the event's name
	 * @param listener the listener
	 * @return this socket
	 */
	Socket once(String event, SocketEventListener listener);

	/**
	 * Removes a listener that was added with {@link #on(String, SocketEventListener)} or
	 * {@link #once(String, SocketEventListener)}. If it was added several times, the last
	 * of them is removed; if it was not added, nothing happens.
	 * @param event the event's name
	 * @param listener the same object that was added: two lambdas, or two method
	 * references, are never the same
	 * @return this socket
	 */
	Socket off(String event, SocketEventListener listener);

	/**
	 * Removes all listeners of an event that {@code on} and {@code once} have added.
	 * @param event the event's name
	 * @return this socket
	 */
	Socket off(String event);

	/**
	 * Removes all listeners of all events that {@code on} and {@code once} have added;
	 * those for all events, those that learn that the socket has gone, and the checks
	 * stay.
	 * @return this socket
	 */
	Socket off();

	/**
	 * Adds a listener for all events, behind those there are already. They see each event
	 * as it came: they are called before the checks of {@link #use(EventInterceptor)}, so
	 * even with an event that is then refused, and before the handlers of the event.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onAny(AnySocketEventListener listener);

	/**
	 * Adds a listener for all events, in front of those there are already.
	 * @param listener the listener
	 * @return this socket
	 * @see #onAny(AnySocketEventListener)
	 */
	Socket prependAny(AnySocketEventListener listener);

	/**
	 * Removes a listener for all events. If it was added several times, the first of them
	 * is removed; if it was not added, nothing happens.
	 * @param listener the same object that was added
	 * @return this socket
	 */
	Socket offAny(AnySocketEventListener listener);

	/**
	 * Removes all listeners for all events.
	 * @return this socket
	 */
	Socket offAny();

	/**
	 * Adds a listener that is called for each event that is about to be sent to this
	 * client, alone or with others, after those added earlier. It is called once for each
	 * event, by the thread that emits it or, if another server has emitted it, by the
	 * thread that has received it, before the event is queued; so several threads may
	 * call it at a time, and it must not block. It is not called for events that are
	 * dropped because the socket has gone, or because they are volatile and the client
	 * cannot take them, nor for acknowledgements. An exception is logged; the event is
	 * sent all the same. The listener must not emit to this socket unconditionally: it
	 * would be called for that event, too.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onAnyOutgoing(AnySocketEventListener listener);

	/**
	 * Adds a listener as {@link #onAnyOutgoing(AnySocketEventListener)} does, called
	 * before those there are.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket prependAnyOutgoing(AnySocketEventListener listener);

	/**
	 * Removes a listener of outgoing events: the first of them if it was added more than
	 * once.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket offAnyOutgoing(AnySocketEventListener listener);

	/**
	 * Removes all listeners of outgoing events.
	 * @return this socket
	 */
	Socket offAnyOutgoing();

	/**
	 * Adds a listener that is called when the socket has gone, while {@link #rooms()}
	 * still returns the rooms it was in.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onDisconnecting(DisconnectListener listener);

	/**
	 * Adds a listener that is called when the socket has gone and left its rooms.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onDisconnect(DisconnectListener listener);

	/**
	 * Returns which events this socket may send.
	 * @return the list, which may be changed; without restrictions unless the namespace's
	 * annotation, an {@link AclProvider} bean or somebody else has set some
	 */
	SocketAcl acl();

	/**
	 * Adds a check that every event of this socket passes before it is handled, after
	 * those of the namespace and those added earlier.
	 * @param interceptor the check
	 * @return this socket
	 */
	Socket use(EventInterceptor interceptor);

}
