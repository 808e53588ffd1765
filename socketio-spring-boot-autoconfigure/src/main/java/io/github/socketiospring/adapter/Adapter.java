package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Connects one namespace of this server with the same namespace of other servers. Which
 * sockets are in which rooms is known to the namespace; an adapter only carries messages:
 * it hands each on to the other servers its scope includes, and has it applied here with
 * {@link Command#applyTo} or {@link Request#answerFrom} if its scope includes this
 * server. What comes from another server is applied with the same methods.
 * <p>
 * Any thread may call it; no method may block. Messages that one thread sends reach each
 * server in that order.
 */
public interface Adapter {

	/**
	 * Starts to take part in the cluster. Called before the first client can join the
	 * namespace if the namespace exists when the server starts, and again whenever the
	 * server starts again after it was stopped.
	 * @return completes when messages of other servers arrive; an error if that is not
	 * possible
	 */
	default Mono<Void> start() {
		return Mono.empty();
	}

	/**
	 * Leaves the cluster. Called once for each call of {@link #start()}, when all clients
	 * have gone or the server cannot start.
	 * @return completes when everything is released
	 */
	default Mono<Void> stop() {
		return Mono.empty();
	}

	/**
	 * Returns the health of this adapter. Answers at once, from what is known already.
	 * @return the health
	 */
	AdapterHealth health();

	/**
	 * Sends a command to the servers in its scope.
	 * @param command the command
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void send(Command command);

	/**
	 * Asks the servers in a request's scope, when the returned {@code Flux} is subscribed
	 * to, once per subscription.
	 * @param <R> a part of the answer
	 * @param request the request
	 * @return the parts of all answers as they come; completes when all servers have
	 * answered. If some of them have not within the request's time-out, an
	 * {@link io.github.socketiospring.MissingServersException}; only acknowledgements are
	 * timed by whoever asks for them. Cancelling forgets the request.
	 */
	<R> Flux<R> request(Request<R> request);

	/**
	 * Asks how many servers there are.
	 * @return the number of servers that serve this namespace, this one included; a
	 * {@link io.github.socketiospring.MissingServersException} if they cannot be counted
	 * now
	 */
	Mono<Integer> serverCount();

	/**
	 * A room gets its first member on this server. Called before the socket counts as a
	 * member; must return quickly. Not called for rooms that are named after a socket:
	 * see {@link #socketAdded}.
	 * @param room the room
	 */
	default void roomCreated(String room) {
	}

	/**
	 * The last member of a room on this server has left it. Must return quickly.
	 * @param room the room
	 */
	default void roomDeleted(String room) {
	}

	/**
	 * A socket joins the namespace on this server, and with it there is the room named
	 * after it. Called before its client is told; must return quickly.
	 * @param id the socket's id
	 */
	default void socketAdded(String id) {
	}

	/**
	 * A socket of this server has gone, and with it the room named after it. Must return
	 * quickly.
	 * @param id the socket's id
	 */
	default void socketRemoved(String id) {
	}

	/**
	 * Returns how much longer this server must keep an empty namespace of a family,
	 * because only this adapter knows the sockets that may come back to it. Called when
	 * the last socket has left, and again when that time is over; answers at once, from
	 * what is known.
	 * @return the time, not negative; zero if nobody may come back, or if nothing is lost
	 * when the adapter is stopped
	 */
	default Duration memory() {
		return Duration.ZERO;
	}

	/**
	 * Returns whether this adapter remembers sockets that have gone, and the events they
	 * miss. If it does not, the methods below are not called.
	 * @return {@code false} by default
	 */
	default boolean recovers() {
		return false;
	}

	/**
	 * Returns the offset of the newest event that was delivered on this server. Answers
	 * at once, from what is known.
	 * @return the offset; before the first event, one that is less than all others; empty
	 * if it is unknown
	 */
	default String newestOffset() {
		return "";
	}

	/**
	 * Remembers a socket that goes and may come back.
	 * @param departure removes the socket; to be called once, before this method returns.
	 * From then on, {@link Command}s that select the socket must be applied to what is
	 * remembered: a socket that was disconnected does not come back, and one that left a
	 * room does not come back to that room.
	 */
	default void persist(Departure departure) {
		departure.go();
	}

	/**
	 * Finds a socket that comes back, and takes it: nobody else finds it from then on.
	 * Until it is let in, commands that select it are still applied to what is
	 * remembered.
	 * @param socket what its client claims; none of it can be trusted
	 * @return the socket; empty if it cannot be restored, because it is unknown, another
	 * user's, has been away for too long, or not all events are known any more. That is
	 * not an error.
	 */
	default Mono<SavedSession> restore(ReturningSocket socket) {
		return Mono.empty();
	}

	/**
	 * Changes which events a socket may send, after it has gone. Does nothing if the
	 * socket has been forgotten.
	 * @param privateId the socket's secret
	 * @param events the events that it may send when it comes back; {@code null} for all
	 */
	default void allow(String privateId, @Nullable Set<String> events) {
	}

	/**
	 * Gives back a socket that was found, but is not let in now: its client may try
	 * again, for as long as it could have without this attempt. Does nothing if the
	 * socket has been forgotten.
	 * @param session the socket, from {@link #restore}
	 */
	default void abandon(SavedSession session) {
	}

	/**
	 * Collects the events that a restored socket has missed, and lets it in, when the
	 * returned {@code Mono} is subscribed to. Between the last event that is collected
	 * and the end of the call of {@link Entrance#enter}, no event is delivered: the
	 * socket receives each of them once.
	 * @param session the socket, from {@link #restore}
	 * @param offset the last offset that its client has received
	 * @param entrance tells which rooms the socket is in, and lets it in, once at most
	 * @return whether the socket was let in; {@code false} if it was disconnected
	 * meanwhile, or not all events are known any more
	 */
	default Mono<Boolean> resume(SavedSession session, String offset, Entrance entrance) {
		return Mono.just(false);
	}

}
