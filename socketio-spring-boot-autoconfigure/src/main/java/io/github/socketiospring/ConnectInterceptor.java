package io.github.socketiospring;

import reactor.core.publisher.Mono;

/**
 * Decides whether a client may join a namespace, before it does. Runs on an event loop:
 * blocking work belongs on another scheduler.
 */
@FunctionalInterface
public interface ConnectInterceptor {

	/**
	 * Checks a client that asks to join. What is returned is cancelled if the client
	 * leaves before it is decided, or has not joined any namespace within
	 * {@code socketio.connect-timeout}.
	 * @param socket the socket to be; events emitted to it arrive before the client
	 * learns that it has joined
	 * @return completes if the client may join; a {@link ConnectRefusedException} is told
	 * to the client, any other error only as "Connection refused"
	 */
	Mono<Void> intercept(Socket socket);

}
