package io.github.socketiospring;

import java.util.List;
import java.util.Set;

/**
 * An acknowledgement that was asked for and did not come: the time-out passed, the socket
 * disconnected, or too many acknowledgements were pending at once.
 */
public class AckException extends RuntimeException {

	private final Reason reason;

	private final transient List<Arguments> answers;

	private final transient Set<String> missing;

	/**
	 * Creates an exception of a time-out, without answers.
	 * @param message what happened
	 */
	public AckException(String message) {
		this(Reason.TIMEOUT, message);
	}

	/**
	 * Creates an exception without answers.
	 * @param reason why there are none
	 * @param message what happened
	 */
	public AckException(Reason reason, String message) {
		super(message);
		this.reason = reason;
		this.answers = List.of();
		this.missing = Set.of();
	}

	/**
	 * Creates an exception of a time-out that carries the answers which did arrive.
	 * @param message what happened
	 * @param answers the answers received so far
	 * @param missing who has not answered
	 */
	public AckException(String message, List<Arguments> answers, Set<String> missing) {
		super(message);
		this.reason = Reason.TIMEOUT;
		this.answers = List.copyOf(answers);
		this.missing = Set.copyOf(missing);
	}

	/**
	 * Returns why the acknowledgement did not come.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Returns the answers that did arrive before a broadcast's time-out, in order of
	 * arrival.
	 * @return the answers, empty for a single socket
	 */
	public List<Arguments> answers() {
		return this.answers;
	}

	/**
	 * Returns who was asked by a broadcast and has not answered before its time-out.
	 * @return the ids of the sockets, and those of servers that did not even say which
	 * sockets they have asked; empty for a single socket
	 */
	public Set<String> missing() {
		return this.missing;
	}

	/**
	 * Why an acknowledgement does not come.
	 */
	public enum Reason {

		/** The time was over first. */
		TIMEOUT,

		/** The socket has disconnected. */
		DISCONNECTED,

		/** Too many acknowledgements of the socket were pending at once. */
		TOO_MANY_PENDING,

		/** The client could not take the event right now, and it was volatile. */
		NOT_WRITABLE

	}

}
