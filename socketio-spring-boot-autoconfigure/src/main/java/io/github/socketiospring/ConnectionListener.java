package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * Is told of the life of connections, below namespaces and sockets. All beans of this
 * type are, in their {@linkplain org.springframework.core.annotation.Order order};
 * without any, nothing is done for them. Requests that are refused before there is a
 * connection go to {@link io.github.socketiospring.handshake.RefusedRequestListener}
 * instead.
 * <p>
 * The methods are called by the threads on which things happen, event loops mostly, and
 * must not block them. Of one connection, {@link #connected} is called first. What a
 * method throws is logged and changes nothing.
 */
public interface ConnectionListener {

	/**
	 * A connection is open. Its client has been told so and is in no namespace yet.
	 * @param connection the connection
	 */
	default void connected(ClientConnection connection) {
	}

	/**
	 * A client has moved to another transport. May be called by another thread than those
	 * that receive and send, and at the same time.
	 * @param connection the connection
	 * @param from the name of the transport it has left
	 * @param to the name of the transport that carries it now
	 */
	default void upgraded(ClientConnection connection, String from, String to) {
	}

	/**
	 * A client has tried to move to another transport, and stays where it is: it closed
	 * the new one, was too slow, sent something else than it should, or has moved before.
	 * @param connection the connection
	 * @param to the name of the transport it tried
	 * @param reason why, for the log
	 */
	default void upgradeFailed(ClientConnection connection, String to, String reason) {
	}

	/**
	 * A connection has ended, and its sockets have left their namespaces, though their
	 * own listeners may be told later. Called once, by any thread. If this server ended
	 * it, what is queued may still be written.
	 * @param connection the connection
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	default void closed(ClientConnection connection, DisconnectReason reason, @Nullable String description) {
	}

}
