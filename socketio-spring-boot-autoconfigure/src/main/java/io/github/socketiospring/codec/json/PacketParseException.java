package io.github.socketiospring.codec.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Received bytes that are no valid packet. Carries no stack trace: it answers bad input.
 */
public final class PacketParseException extends RuntimeException {

	static final String INVALID_JSON = "invalid JSON";

	private final @Nullable String limit;

	/**
	 * Creates an exception.
	 * @param message what is wrong, without any of the input
	 */
	public PacketParseException(String message) {
		this(message, null);
	}

	/**
	 * Creates an exception for what is beyond a limit.
	 * @param message what is wrong, without any of the input
	 * @param limit the name of the limit among the properties, or {@code null} for none
	 */
	public PacketParseException(String message, @Nullable String limit) {
		super(message, null, false, false);
		this.limit = limit;
	}

	/**
	 * Returns the name of the limit that was reached.
	 * @return the name among the properties, or {@code null} for none
	 */
	public @Nullable String limit() {
		return this.limit;
	}

	/**
	 * Creates an exception for what a parser has said.
	 * @param ex says that the JSON is invalid, or beyond a limit
	 * @return an exception that names the limit, if it is one
	 */
	public static PacketParseException of(JacksonException ex) {
		return (ex instanceof StreamConstraintsException) ? beyondLimit(ex.getOriginalMessage())
				: new PacketParseException(INVALID_JSON);
	}

	private static PacketParseException beyondLimit(String message) {
		// Only the text says which it is.
		String limit = message.contains("getMaxNestingDepth") ? "max-json-depth"
				: message.contains("getMaxNumberLength") ? "max-number-length" : null;
		return new PacketParseException("JSON beyond a limit: " + message, limit);
	}

}
