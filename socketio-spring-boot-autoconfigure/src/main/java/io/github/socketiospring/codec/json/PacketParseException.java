package io.github.socketiospring.codec.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Received bytes that are no valid packet. Carries no stack trace: it answers bad input.
 */
public final class PacketParseException extends RuntimeException {

	static final String INVALID_JSON = "invalid JSON";

	/**
	 * Creates an exception.
	 * @param message what is wrong, without any of the input
	 */
	public PacketParseException(String message) {
		super(message, null, false, false);
	}

	/**
	 * Creates an exception for what a parser has said.
	 * @param ex says that the JSON is invalid, or beyond a limit
	 * @return an exception that names the limit, if it is one
	 */
	public static PacketParseException of(JacksonException ex) {
		return new PacketParseException((ex instanceof StreamConstraintsException)
				? "JSON beyond a limit: " + ex.getOriginalMessage() : INVALID_JSON);
	}

}
