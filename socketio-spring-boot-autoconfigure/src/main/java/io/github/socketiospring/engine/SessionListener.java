package io.github.socketiospring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Takes what one session receives: messages one by one in order of arrival, then
 * {@link #closed} once. What it throws closes the session.
 */
public interface SessionListener {

	/**
	 * Takes a text message.
	 * @param data holds the content as UTF-8; the array now belongs to the listener
	 * @param offset where the content begins
	 * @param length its length
	 */
	void text(byte[] data, int offset, int length);

	/**
	 * Takes a binary message.
	 * @param data the content, which now belongs to the listener
	 */
	void binary(byte[] data);

	/**
	 * The client has moved to another transport and has to be told again what it was told
	 * before.
	 */
	default void resumed() {
	}

	/**
	 * The session has ended. May be called by any thread, while a message is being taken
	 * by another.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	void closed(CloseReason reason, @Nullable String description);

}
