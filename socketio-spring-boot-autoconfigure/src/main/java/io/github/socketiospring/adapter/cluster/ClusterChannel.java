package io.github.socketiospring.adapter.cluster;

import java.util.concurrent.CompletionStage;

import io.github.socketiospring.adapter.AdapterHealth;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How messages of one namespace travel between this server and the others. Used by any
 * thread; nothing here blocks. Messages that one thread publishes reach each server in
 * that order, at most once each, unless a channel says what else it can promise.
 */
public interface ClusterChannel {

	/**
	 * Begins to receive.
	 * @param receiver takes what other servers send; never what this server sends
	 * @return completes when messages arrive; an error if that is not possible
	 */
	Mono<Void> open(Receiver receiver);

	/**
	 * Stops receiving. What was published before is still sent.
	 * @return completes when everything is released
	 */
	Mono<Void> close();

	/**
	 * Returns the health of this channel. Answers at once, from what is known already.
	 * @return the health
	 */
	AdapterHealth health();

	/**
	 * Sends a message to all other servers.
	 * @param message no {@link ClusterMessage.Response}
	 * @return {@code false} if it cannot be sent, because there is no connection or too
	 * much is on its way already: nobody receives it. That is counted and logged here.
	 * @throws tools.jackson.core.JacksonException if a value in it cannot be written
	 */
	boolean publish(ClusterMessage message);

	/**
	 * Sends an answer to the server that has asked.
	 * @param asking the server
	 * @param answer the answer; no single {@link ClusterMessage.Report}
	 * @param detailed whether that server has asked for details
	 * @return completes, with or without an error, when the answer has arrived or is
	 * lost; further reports are gathered until then. A channel that cannot tell returns a
	 * stage that is complete
	 * @throws tools.jackson.core.JacksonException if a value in it cannot be written
	 */
	CompletionStage<?> answer(String asking, ClusterMessage.Response answer, boolean detailed);

	/**
	 * Returns whether {@link #countServers()} can count. If not, servers send each other
	 * signs of life.
	 * @return {@code true} if it can
	 */
	boolean countsServers();

	/**
	 * Counts the servers that receive messages of this namespace, this one included.
	 * @return their number; an error if that cannot be found out now
	 */
	Mono<Integer> countServers();

	/**
	 * Called when a room gets its first member on this server. Must return quickly.
	 * @param room the room
	 */
	default void roomCreated(String room) {
	}

	/**
	 * Called when the last member of a room on this server has left it. Must return
	 * quickly.
	 * @param room the room
	 */
	default void roomDeleted(String room) {
	}

	/**
	 * Called when a socket joins the namespace on this server. Must return quickly.
	 * @param id the socket's id
	 */
	default void socketAdded(String id) {
	}

	/**
	 * Called when a socket of this server has gone. Must return quickly.
	 * @param id the socket's id
	 */
	default void socketRemoved(String id) {
	}

	/**
	 * Takes what other servers send.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * A message has come, which was checked. Called by one thread at a time, for each
		 * sender in the order in which it has sent. Must not block; throws nothing.
		 * @param sender the server that has sent it; {@code null} if it does not tell
		 * @param message the message
		 */
		void received(@Nullable String sender, ClusterMessage message);

	}

}
