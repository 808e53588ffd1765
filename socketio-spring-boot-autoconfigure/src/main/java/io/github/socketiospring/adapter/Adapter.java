package io.github.socketiospring.adapter;

import java.time.Duration;

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
 * Used by any thread; must not block. Messages that one thread sends reach each server in
 * that order.
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
	 * @return the number of servers that serve this namespace, this one included
	 */
	Mono<Integer> serverCount();

	/**
	 * A room gets its first member on this server. Called before the socket counts as a
	 * member; must return quickly. The rooms named after each socket are not told of.
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
	 * Returns for how long this server must keep a namespace of a family that is empty,
	 * because only this adapter knows the sockets that may come back to it.
	 * @return the time; zero if nothing is lost when the adapter is stopped
	 */
	default Duration memory() {
		return Duration.ZERO;
	}

	/**
	 * Remembers a socket that has gone and may come back.
	 * @param session the socket
	 */
	default void persist(SavedSession session) {
	}

	/**
	 * Finds a socket that has come back, and forgets it.
	 * @param privateId the secret that the client was given
	 * @param offset the last offset that the client has received
	 * @return the socket and the events it has missed; empty if it cannot be restored,
	 * because it is unknown, has been away for too long, or not all events are known any
	 * more
	 */
	default Mono<RestoredSession> restore(String privateId, @Nullable String offset) {
		return Mono.empty();
	}

}
