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
	 * Something was received in the place of a message that is none, and was dropped; the
	 * session goes on. Called where messages are taken.
	 * @param description what is wrong, without any of the input
	 */
	default void malformed(@Nullable String description) {
	}

	/**
	 * The client has moved to another transport and has to be told again what it was told
	 * before.
	 */
	default void resumed() {
	}

	/**
	 * The client has moved to another transport. Called by whichever thread completed
	 * that.
	 * @param from the name of the transport it has left
	 * @param to the name of the transport that carries it now
	 */
	default void upgraded(String from, String to) {
	}

	/**
	 * The client has tried to move to another transport, and stays where it is.
	 * @param to the name of the other transport
	 * @param reason why, for the log
	 */
	default void upgradeFailed(String to, String reason) {
	}

	/**
	 * The session has ended. May be called by any thread, while a message is being taken
	 * by another.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	void closed(CloseReason reason, @Nullable String description);

}
