package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * Refuses a client that asks to join a namespace. Its message and data reach the client
 * in a {@code connect_error} event.
 */
public class ConnectRefusedException extends RuntimeException {

	private final transient @Nullable Object data;

	/**
	 * Creates an exception without data.
	 * @param message what the client reads as {@code err.message}
	 */
	public ConnectRefusedException(String message) {
		this(message, null);
	}

	/**
	 * Creates an exception with data.
	 * @param message what the client reads as {@code err.message}
	 * @param data what the client reads as {@code err.data}; anything Jackson can write
	 */
	public ConnectRefusedException(String message, @Nullable Object data) {
		super(message, null, false, false);
		this.data = data;
	}

	/**
	 * Returns the data for the client.
	 * @return the data, or {@code null}
	 */
	public @Nullable Object data() {
		return this.data;
	}

}
