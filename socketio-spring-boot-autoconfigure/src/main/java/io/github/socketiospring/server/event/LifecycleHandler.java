package io.github.socketiospring.server.event;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Handles that a socket has come or gone; found once, at start-up.
 */
public interface LifecycleHandler {

	/**
	 * Tells where {@link #handle} may be called.
	 * @return {@code true} for the event loop, where it must not block; {@code false} for
	 * a thread that may
	 */
	boolean runsOnEventLoop();

	/**
	 * Handles it. The socket's next event waits until this is done.
	 * @param socket the socket
	 * @param reason why it has gone; {@code null} when it has come
	 * @param description details of the reason, if any
	 * @return completes when it is handled, or {@code null} if it is handled already
	 * @throws Throwable if it cannot be handled; treated as for an event
	 */
	@Nullable Publisher<?> handle(Socket socket, @Nullable DisconnectReason reason, @Nullable String description)
			throws Throwable;

}
