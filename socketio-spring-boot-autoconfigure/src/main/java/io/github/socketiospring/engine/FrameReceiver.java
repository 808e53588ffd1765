package io.github.socketiospring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Takes what arrives on a connection. Called by one thread at a time. Arrays handed over
 * belong to the receiver.
 */
public interface FrameReceiver {

	/**
	 * Takes a text frame.
	 * @param data holds the frame's UTF-8 text
	 * @param offset where it begins
	 * @param length its length
	 */
	void text(byte[] data, int offset, int length);

	/**
	 * Takes a binary frame.
	 * @param data the bytes
	 */
	void binary(byte[] data);

	/**
	 * The client has closed the connection as the protocol below has it, rather than just
	 * gone; nothing follows.
	 * @param description details for the log, or {@code null}
	 */
	default void closed(@Nullable String description) {
		ended(CloseReason.TRANSPORT_CLOSE, description);
	}

	/**
	 * The connection has ended; nothing follows.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	void ended(CloseReason reason, @Nullable String description);

}
