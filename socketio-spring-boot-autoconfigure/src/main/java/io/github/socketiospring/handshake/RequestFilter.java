package io.github.socketiospring.handshake;

import reactor.core.publisher.Mono;

/**
 * Decides whether a client may open a session at all, before one exists: the reference
 * server's {@code allowRequest}. All beans of this type are asked, in their
 * {@linkplain org.springframework.core.annotation.Order order}, until one refuses. Not
 * asked for requests of sessions that are open. Runs on an event loop and must not block
 * it.
 */
@FunctionalInterface
public interface RequestFilter {

	/**
	 * Checks a request.
	 * @param request the request that would open a session
	 * @return completes if it may; a {@link RequestRefusedException} chooses what the
	 * client is told, any other error tells it only "Forbidden"
	 */
	Mono<Void> check(HandshakeRequest request);

}
