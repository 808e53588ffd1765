package io.github.socketiospring.codec.json;

/**
 * Received bytes that are no valid packet. Carries no stack trace: it answers bad input.
 */
public final class PacketParseException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message what is wrong, without any of the input
	 */
	public PacketParseException(String message) {
		super(message, null, false, false);
	}

}
