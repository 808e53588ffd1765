package io.github.socketiospring.dispatch;

import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;

/**
 * What handlers may want to know of the request that opened a connection, beyond its
 * {@code Handshake}: kept with the connection only if a handler does. Safe for use by any
 * thread.
 */
public interface HandshakeValues {

	/** There is nothing to know. */
	HandshakeValues NONE = new HandshakeValues() {

		@Override
		public boolean want(Class<?> type) {
			return false;
		}

		@Override
		public @Nullable Object get(Socket socket, Class<?> type) {
			return null;
		}

	};

	/**
	 * Asks for a value to be kept. Called at start-up, before there are connections.
	 * @param type its type
	 * @return {@code true} if there is such a value
	 */
	boolean want(Class<?> type);

	/**
	 * Returns a value that was asked for.
	 * @param socket the socket
	 * @param type its type
	 * @return the value, {@code null} if it was not kept
	 */
	@Nullable Object get(Socket socket, Class<?> type);

}
