package io.github.socketiospring.observation;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * One event, while one handler or listener takes it. Its parent is found in what the
 * client gave as {@code auth}, or in the headers of its first request.
 */
public class SocketIOEventObservationContext extends ReceiverContext<Handshake> {

	private final Socket socket;

	private final String socketId;

	private final String namespace;

	private final String event;

	private final String receivedEvent;

	private volatile @Nullable Outcome outcome;

	/**
	 * Creates the context of an event that has not been handled yet.
	 * @param socket the socket it came from
	 * @param socketId what logs call the socket
	 * @param namespace the name of the namespace, or of the family it belongs to
	 * @param event what the handler was registered for
	 * @param receivedEvent the event's name, made fit for logs
	 */
	public SocketIOEventObservationContext(Socket socket, String socketId, String namespace, String event,
			String receivedEvent) {
		super(new HandshakeGetter(), Kind.CONSUMER);
		this.socket = socket;
		this.socketId = socketId;
		this.namespace = namespace;
		this.event = event;
		this.receivedEvent = receivedEvent;
		setCarrier(socket.handshake());
	}

	/**
	 * Returns the socket the event came from.
	 * @return the socket
	 */
	public Socket getSocket() {
		return this.socket;
	}

	/**
	 * Returns what logs call the socket.
	 * @return its id, without what nobody but the client may know
	 */
	public String getSocketId() {
		return this.socketId;
	}

	/**
	 * Returns the namespace.
	 * @return its name; the pattern, such as {@code "/tenant-{id}"}, if it belongs to a
	 * family, so that there are few of them
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * Returns what the handler was registered for.
	 * @return the name of an event, {@code "*"} for a handler of all others, or
	 * {@code "other"} for listeners beyond a number of names, so that there are few of
	 * them; {@code "connect"}, {@code "disconnecting"} and {@code "disconnect"} for
	 * handlers of these
	 */
	public String getEvent() {
		return this.event;
	}

	/**
	 * Returns the name of the event as the client has sent it.
	 * @return the name, at most 100 characters and without control characters
	 */
	public String getReceivedEvent() {
		return this.receivedEvent;
	}

	/**
	 * Returns how it has ended.
	 * @return the outcome, or {@code null} as long as it has not
	 */
	public @Nullable Outcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Sets how it has ended.
	 * @param outcome the outcome
	 */
	public void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * How the handling of an event ends.
	 */
	public enum Outcome {

		/** The handler has returned, or its publisher has completed. */
		SUCCESS,

		/**
		 * There was an exception, whether or not somebody handles it.
		 */
		ERROR,

		/** The handler's publisher was cancelled. */
		CANCELLED

	}

}
