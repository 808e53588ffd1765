package io.github.socketiospring.dispatch;

import io.github.socketiospring.Socket;
import reactor.util.context.ContextView;

/**
 * Knows the Reactor context a socket's connection was opened with: the security context,
 * the current observation and whatever else web filters have put there. Handlers run with
 * it.
 */
@FunctionalInterface
public interface SocketContext {

	/**
	 * Returns the context of a socket. Called once per event, on any thread; must be
	 * cheap and must not block.
	 * @param socket the socket
	 * @return the context; an empty one costs nothing
	 */
	ContextView of(Socket socket);

}
