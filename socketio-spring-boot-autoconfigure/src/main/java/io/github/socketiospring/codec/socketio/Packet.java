package io.github.socketiospring.codec.socketio;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO packet on its way out. Immutable, as long as the application does not
 * change its arguments.
 */
public sealed interface Packet {

	/** The namespace that every server has. */
	String ROOT = "/";

	/** What {@link Event#id()} is when no acknowledgement is asked for. */
	long NO_ID = -1;

	/**
	 * Returns the namespace this packet belongs to.
	 * @return the name, starting with a slash
	 */
	String namespace();

	/**
	 * Asks to join a namespace. Only clients send it, such as those of tests.
	 *
	 * @param namespace the namespace
	 * @param auth the client's credentials, written as a JSON object; {@code null} for
	 * none, and for protocols that have none
	 */
	record Join(String namespace, @Nullable Object auth) implements Packet {

		/** Without the credentials. */
		@Override
		public String toString() {
			return "Join[namespace=" + this.namespace + "]";
		}

	}

	/**
	 * Tells a client that it has joined a namespace.
	 *
	 * @param namespace the namespace
	 * @param socketId the socket's id, or {@code null} for clients that derive it
	 * @param privateId the secret by which the client gets its socket back after its
	 * connection was lost, or {@code null} if it cannot
	 */
	record Connect(String namespace, @Nullable String socketId, @Nullable String privateId) implements Packet {

		/**
		 * Creates a packet without a secret.
		 * @param namespace the namespace
		 * @param socketId the socket's id, or {@code null} for clients that derive it
		 */
		public Connect(String namespace, @Nullable String socketId) {
			this(namespace, socketId, null);
		}

		/** Without the secret. */
		@Override
		public String toString() {
			return "Connect[" + this.namespace + ", " + this.socketId + "]";
		}

	}

	/**
	 * Tells a client that it has not joined a namespace, and why.
	 *
	 * @param namespace the namespace, as the client wrote it
	 * @param message what went wrong
	 * @param data more about it, or {@code null}
	 * @param bare whether the data, or the message if there are none, stand alone rather
	 * than together in an object
	 */
	record ConnectError(String namespace, String message, @Nullable Object data, boolean bare) implements Packet {
	}

	/**
	 * Tells a client that it is no longer in a namespace.
	 *
	 * @param namespace the namespace
	 */
	record Disconnect(String namespace) implements Packet {
	}

	/**
	 * An event.
	 *
	 * @param namespace the namespace
	 * @param id the acknowledgement's id, or {@link #NO_ID}
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	record Event(String namespace, long id, String event,
			List<? extends @Nullable Object> arguments) implements Packet {
	}

	/**
	 * Answers an event of the client.
	 *
	 * @param namespace the namespace
	 * @param id the id the client gave
	 * @param arguments the answer
	 */
	record Ack(String namespace, long id, List<? extends @Nullable Object> arguments) implements Packet {
	}

}
