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
	 * Returns whether this is a family of namespaces. Events that are emitted to a family
	 * also go to the adapter of each of its namespaces, so the adapter of the family need
	 * not remember them.
	 * @return {@code true} for a family, and for what stands for all namespaces
	 */
	boolean isFamily();

	/**
	 * Returns this server's id, which no other server has.
	 * @return 20 URL-safe characters, the same for all namespaces
	 */
	String serverId();

	/**
	 * Returns whether this server may have any of the selected sockets, so that an
	 * adapter need not read messages that nobody here receives. Answers at once.
	 * @param selection which sockets
	 * @return {@code false} if this server has none of them; {@code true} if it may have
	 * one, because one of the rooms has members here
	 */
	boolean mayBeFor(Selection selection);

	/**
	 * Sends an event to the selected sockets of this server. It is encoded once for each
	 * packet format, however many receive it; arguments that have been written are copied
	 * as they are.
	 * @param broadcast the event
	 * @param offset the offset of the event, sent to clients as one more argument: a
	 * client that comes back names the last one that it has received. {@code null} for
	 * none
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void deliver(Command.Broadcast broadcast, @Nullable String offset);

	/**
	 * Queues an event for the selected sockets of this server; the caller decides when it
	 * is sent. Each socket receives events in the order in which they were queued. May be
	 * called with a lock held: it does not call the application, and does not throw.
	 * @param broadcast the event, whose arguments have been written
	 * @param offset the offset of the event, sent to clients as one more argument: a
	 * client that comes back names the last one that it has received. {@code null} for
	 * none
	 * @return sends what was queued; to be run once, without a lock held. Throws what
	 * {@link #deliver} throws.
	 */
	Runnable queue(Command.Broadcast broadcast, @Nullable String offset);

	/**
	 * Runs a task after some time, while the server is running.
	 * @param delay after which time, not negative
	 * @param task the task; must be short and must not block
	 * @return cancels the task, and releases all that it refers to, if it has not run
	 * yet; an adapter that stops must cancel its tasks
	 */
	Disposable schedule(Duration delay, Runnable task);

	/**
	 * Sends an event to the selected sockets of this server, when the returned
	 * {@code Flux} is subscribed to, and waits for their acknowledgements.
	 * @param broadcast the event
	 * @return first the sockets that are asked (of a family, once for each namespace),
	 * then their answers; completes when each of them has answered or gone. There is no
	 * time-out: cancel the subscription to stop waiting.
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
	 * Calls this server's listeners with an event that another server has emitted to all
	 * servers. They run later, on a thread that may block.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	void serverSideEmitted(String event, Payload arguments);

	/**
	 * Calls this server's listeners with an event that another server has emitted to all
	 * servers, when the returned {@code Flux} is subscribed to, and waits for their
	 * answer.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return this server's id as the one that is asked, then its answer, or
	 * {@link AckReply.Gone} if it has none. There is no time-out: cancel the subscription
	 * to stop waiting.
	 */
	Flux<AckReply> serverSideAsked(String event, Payload arguments);

	/**
	 * Prepares values to be written as bytes.
	 * @param values anything that Jackson can write, binary data included
	 * @return the payload
	 */
	Payload write(Collection<? extends @Nullable Object> values);

	/**
	 * Prepares an answer to be written as bytes, without parsing it.
	 * @param answer the answer
	 * @return the payload
	 */
	Payload write(Arguments answer);

	/**
	 * Prepares values that another server has written to be read.
	 * @param payload values that another server has written
	 * @return the values, parsed when they are first asked for
	 */
	Arguments read(Payload payload);

}
