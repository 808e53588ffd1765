package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * A namespace, or a family of namespaces, as its adapter sees it: what is connected to
 * this server, and how values become bytes. Safe for use by any thread; nothing here
 * blocks.
 */
public interface AdapterNamespace {

	/**
	 * Returns the namespace's name. Where this is a family of namespaces, it is one that
	 * no client can choose: it has braces, or is {@code "*"}.
	 * @return the name, the same on all servers
	 */
	String name();

	/**
	 * Tells whether this is a family of namespaces. What is emitted to it is handed on to
	 * the adapter of each of its namespaces, so that its own need not remember it.
	 * @return whether it is one, or stands for all namespaces
	 */
	boolean isFamily();

	/**
	 * Returns this server's id, which no other server has.
	 * @return 20 URL-safe characters, the same for all namespaces
	 */
	String serverId();

	/**
	 * Sends an event to the selected sockets of this server. It is encoded once for each
	 * packet format, however many receive it; arguments that have been written are copied
	 * as they are.
	 * @param broadcast the event
	 * @param offset what a client tells when it comes back, to learn what it has missed
	 * since; sent as one more argument, or {@code null} for none
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void deliver(Command.Broadcast broadcast, @Nullable String offset);

	/**
	 * Queues an event for the selected sockets of this server, and leaves it to the
	 * caller when it is sent. Of events that are queued one after the other, each socket
	 * receives them in this order. To be called with a lock held, if need be: it calls
	 * nothing of the application, and does not throw.
	 * @param broadcast the event, whose arguments have been written
	 * @param offset what a client tells when it comes back, to learn what it has missed
	 * since; sent as one more argument
	 * @return sends what was queued; to be run once, without a lock held. Throws what
	 * {@link #deliver} throws.
	 */
	Runnable queue(Command.Broadcast broadcast, String offset);

	/**
	 * Runs a task after some time, while the server is running.
	 * @param delay after which time, not negative
	 * @param task the task; must be short and must not block
	 * @return takes the task back, with all that it refers to, if it has not run: an
	 * adapter that is stopped must leave nothing behind
	 */
	Disposable schedule(Duration delay, Runnable task);

	/**
	 * Sends an event to the selected sockets of this server, when the returned
	 * {@code Flux} is subscribed to, and waits for their acknowledgements.
	 * @param broadcast the event
	 * @return first who was asked, in parts where this is a family of namespaces;
	 * completes when all have answered or gone. There is no time-out: cancelling ends the
	 * wait.
	 */
	Flux<AckReply> deliverWithAck(Request.BroadcastWithAck broadcast);

	/**
	 * Makes the selected sockets of this server join rooms.
	 * @param selection which sockets
	 * @param rooms the rooms
	 */
	void join(Selection selection, Set<String> rooms);

	/**
	 * Makes the selected sockets of this server leave rooms.
	 * @param selection which sockets
	 * @param rooms the rooms
	 */
	void leave(Selection selection, Set<String> rooms);

	/**
	 * Disconnects the selected sockets of this server.
	 * @param selection which sockets
	 * @param closeConnection whether to close their connections too
	 */
	void disconnect(Selection selection, boolean closeConnection);

	/**
	 * Returns the selected sockets of this server.
	 * @param selection which sockets
	 * @return a snapshot, in no particular order
	 */
	List<SocketDetails> sockets(Selection selection);

	/**
	 * Returns the rooms that sockets of this server have joined, without those named
	 * after each socket.
	 * @return a snapshot
	 */
	Set<String> rooms();

	/**
	 * Tells this server's listeners of an event that another server has emitted to the
	 * servers. They run later, on a thread that may block.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	void serverSideEmitted(String event, Payload arguments);

	/**
	 * Tells this server's listeners of an event that another server has emitted to the
	 * servers, when the returned {@code Flux} is subscribed to, and waits for their
	 * answer.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return this server's id as the one that is asked, then its answer or that it has
	 * none. There is no time-out: cancelling ends the wait.
	 */
	Flux<AckReply> serverSideAsked(String event, Payload arguments);

	/**
	 * Makes values ready to be written as bytes.
	 * @param values anything that Jackson can write, binary data included
	 * @return the payload
	 */
	Payload write(Collection<? extends @Nullable Object> values);

	/**
	 * Makes an answer ready to be written as bytes, without reading it.
	 * @param answer the answer
	 * @return the payload
	 */
	Payload write(Arguments answer);

	/**
	 * Makes bytes ready to be read.
	 * @param payload values that another server has written
	 * @return the values, read when they are asked for
	 */
	Arguments read(Payload payload);

}
