package io.github.socketiospring;

import java.util.List;

/**
 * An acknowledgement that was asked for and did not come: the time-out passed, the socket
 * disconnected, or too many acknowledgements were pending at once.
 */
public class AckException extends RuntimeException {

	private final transient List<Arguments> answers;

	/**
	 * Creates an exception without answers.
	 * @param message what happened
	 */
	public AckException(String message) {
		this(message, List.of());
	}

	/**
	 * Creates an exception that carries the answers which did arrive.
	 * @param message what happened
	 * @param answers the answers received so far
	 */
	public AckException(String message, List<Arguments> answers) {
		super(message);
		this.answers = List.copyOf(answers);
	}

	/**
	 * Returns the answers that did arrive before a broadcast's time-out, in order of
	 * arrival.
	 * @return the answers, empty for a single socket
	 */
	public List<Arguments> answers() {
		return this.answers;
	}

}
