package io.github.socketiospring;

import reactor.core.publisher.Mono;

/**
 * Decides which namespaces belong to a family, and who may join them, where that takes
 * time. Runs on an event loop: blocking work belongs on another scheduler.
 */
@FunctionalInterface
public interface NamespaceMatcher {

	/**
	 * Decides about one client that asks for a namespace. Asked for every client, also
	 * where the namespace of the family exists already. Not asked about names that the
	 * application gives to {@link SocketIOServer#of(String)} while no namespace of that
	 * name exists: those belong to no matcher, and all may join them whom no interceptor
	 * refuses.
	 * @param name the name that the client has chosen, starting with a slash
	 * @param handshake what is known about the client; {@link Handshake#auth()} is what
	 * it gives for this namespace
	 * @return {@code true} if the name belongs to the family and the client may go on;
	 * {@code false} or nothing if not, and the next family is asked. A
	 * {@link ConnectRefusedException}, thrown or returned, is told to the client; after
	 * any other error, or {@code socketio.connect-timeout} without an answer, the client
	 * reads "Connection refused". What is returned is cancelled if the client leaves
	 * before.
	 */
	Mono<Boolean> matches(String name, Handshake handshake);

}
