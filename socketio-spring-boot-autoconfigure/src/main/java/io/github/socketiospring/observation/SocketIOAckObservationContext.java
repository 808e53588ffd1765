package io.github.socketiospring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * An event that was emitted, and the wait for its acknowledgement. Packets of Socket.IO
 * have no headers, so clients are not told of it.
 */
public class SocketIOAckObservationContext extends SenderContext<String> {

	private final String namespace;

	private final String event;

	private volatile @Nullable Outcome outcome;

	/**
	 * Creates the context of an event that is to be emitted.
	 * @param namespace the name of the namespace, or of the family it belongs to
	 * @param event the name of the event, made fit for logs
	 */
	public SocketIOAckObservationContext(String namespace, String event) {
		super((carrier, key, value) -> {
			// There is no place for it.
		}, Kind.CLIENT);
		this.namespace = namespace;
		this.event = event;
		setCarrier(event);
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
	 * Returns the name of the event.
	 * @return the name, at most 100 characters and without control characters; or
	 * {@code "other"} for names beyond the first 200 of the namespace and for those of
	 * more than 256 characters, so that there are few of them
	 */
	public String getEvent() {
		return this.event;
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
	 * How the wait for an acknowledgement ends.
	 */
	public enum Outcome {

		/** All that were asked have answered; in a broadcast, or have disconnected. */
		ANSWERED,

		/** The time was over first. */
		TIMEOUT,

		/** The socket has disconnected. */
		DISCONNECTED,

		/** Nobody waits any more. */
		CANCELLED,

		/** Anything else, such as too many acknowledgements at the same time. */
		ERROR

	}

}
