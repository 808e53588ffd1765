package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * Answers the acknowledgement a client asked for with an event. May be called from any
 * thread, during the handler or later; the first call wins, later ones do nothing.
 */
public interface Ack {

	/**
	 * Tells whether the client waits for an answer at all.
	 * @return {@code false} if the event was sent without a callback, in which case
	 * {@link #send(Object...)} does nothing
	 */
	boolean isRequested();

	/**
	 * Answers the client.
	 * @param arguments what the client's callback receives; each anything Jackson can
	 * write, {@code byte[]} and {@link java.nio.ByteBuffer} travel as binary
	 */
	void send(@Nullable Object... arguments);

}
