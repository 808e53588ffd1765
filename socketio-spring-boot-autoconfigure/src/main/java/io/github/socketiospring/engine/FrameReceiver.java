package io.github.socketiospring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Takes what arrives on a connection: the {@link TransportSession} that it carries, or
 * whatever decides which session that will be. Called by one thread at a time. Arrays
 * handed over belong to the receiver.
 */
public interface FrameReceiver {

	/**
	 * Takes a text frame.
	 * @param from the connection it came on
	 * @param data holds the frame's UTF-8 text
	 * @param offset where it begins
	 * @param length its length
	 */
	void receiveText(TransportConnection from, byte[] data, int offset, int length);

	/**
	 * Takes a binary frame.
	 * @param from the connection it came on
	 * @param data the bytes
	 */
	void receiveBinary(TransportConnection from, byte[] data);

	/**
	 * The client has closed the connection as the protocol below has it, rather than just
	 * gone; nothing follows.
	 * @param from the connection
	 * @param description details for the log, or {@code null}
	 */
	default void connectionClosed(TransportConnection from, @Nullable String description) {
		connectionEnded(from, CloseReason.TRANSPORT_CLOSE, description);
	}

	/**
	 * Something that has arrived is beyond a limit, which
	 * {@linkplain EngineWatcher#limited those who look on} learn.
	 * @param limit the limit's name among the properties
	 */
	void limited(String limit);

	/**
	 * A connection has ended, or must; nothing follows.
	 * @param from the connection
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	void connectionEnded(TransportConnection from, CloseReason reason, @Nullable String description);

}
