package io.github.socketiospring.adapter;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lists the servers of a cluster, so that each of them can hand requests on to the server
 * that holds their session. With {@code socketio.adapter.sticky-sessions=false}, a bean
 * of this type is needed. What it stores must be kept as secret as passwords: whoever
 * knows a server's key can send it requests that seem to come from another server.
 * <p>
 * Any thread may call it; no method may block. Nothing happens before the returned
 * publisher is subscribed to.
 */
public interface ServerDirectory {

	/**
	 * Makes a server known to all, or renews what is known of it. Called regularly while
	 * the server runs, several times within {@code validity}.
	 * @param server the server
	 * @param validity how long the server counts as alive, at least, if this is not
	 * called again
	 * @return completes when the others can know; an error if that is not possible now
	 */
	Mono<Void> announce(ServerRecord server, Duration validity);

	/**
	 * Removes a server that stops. Does nothing if it is not known.
	 * @param server the server
	 * @return completes when it is removed
	 */
	Mono<Void> withdraw(ServerRecord server);

	/**
	 * Returns the servers that are known, this one included. Called when a request names
	 * a server that the caller does not know, a few times a second at most.
	 * @return the servers, in no particular order; an error if they cannot be known now
	 */
	Flux<ServerRecord> servers();

}
