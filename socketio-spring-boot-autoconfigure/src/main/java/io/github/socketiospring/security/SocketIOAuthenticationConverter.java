package io.github.socketiospring.security;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import reactor.core.publisher.Mono;

import org.springframework.security.core.Authentication;

/**
 * Finds the credentials of a client that joins a namespace, mostly in
 * {@link Handshake#auth()}. A bean of this type is all that is needed to have clients
 * authenticated when they join, by a
 * {@link org.springframework.security.authentication.ReactiveAuthenticationManager}; if
 * there are several, the first that finds something counts, in the order given by
 * {@link org.springframework.core.annotation.Order @Order}. Used by any thread.
 */
@FunctionalInterface
public interface SocketIOAuthenticationConverter {

	/**
	 * Finds the credentials of a client. Called by its event loop before any interceptor
	 * is asked, and also when a client gets its former socket back; must not block. It
	 * has to be decided, and the credentials authenticated, within
	 * {@code socketio.connect-timeout}.
	 * @param handshake what is known of the client; nothing in its {@code auth} can be
	 * trusted
	 * @param namespace what it joins
	 * @return credentials to be authenticated; empty if the client gives none: then it is
	 * who its first request was authenticated as, or nobody. An
	 * {@link org.springframework.security.core.AuthenticationException} refuses it with
	 * the words "Authentication failed", a
	 * {@link io.github.socketiospring.ConnectRefusedException} with words of its own, any
	 * other error with "Connection refused"
	 */
	Mono<Authentication> convert(Handshake handshake, Namespace namespace);

}
