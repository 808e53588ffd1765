package io.github.socketiospring.codec.engineio;

import org.jspecify.annotations.Nullable;

/**
 * A polling body that is no valid payload. Carries no stack trace: it answers bad input.
 */
public final class PayloadException extends Exception {

	private final @Nullable String limit;

	/**
	 * Creates an exception.
	 * @param message what is wrong, without any of the input
	 */
	public PayloadException(String message) {
		this(message, null);
	}

	private PayloadException(String message, @Nullable String limit) {
		super(message, null, false, false);
		this.limit = limit;
	}

	/**
	 * Creates an exception for a payload with too many packets.
	 * @param max how many it may have
	 * @return the exception
	 */
	public static PayloadException tooManyPackets(int max) {
		return new PayloadException("more than " + max + " packets in a payload", "max-packets-per-payload");
	}

	/**
	 * Returns the name of the limit that was reached.
	 * @return the name among the properties, or {@code null} for none
	 */
	public @Nullable String limit() {
		return this.limit;
	}

}
