package io.github.socketiospring.server;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import reactor.core.publisher.Mono;

/**
 * Finds out who clients are that join namespaces. Safe for use by any thread.
 */
@FunctionalInterface
public interface ClientAuthenticator {

	/**
	 * Authenticates a client. Asked by its event loop, with the Reactor context of its
	 * connection; what is returned is cancelled when the client goes, or takes longer
	 * than a client may take to join.
	 * @param handshake what is known of the client, and its credentials
	 * @param namespace what it joins
	 * @return who it is; empty for whoever has opened the connection. What a
	 * {@link io.github.socketiospring.ConnectRefusedException} says is told to the
	 * client, any other error only as "Connection refused"
	 */
	Mono<ClientIdentity> authenticate(Handshake handshake, Namespace namespace);

}
