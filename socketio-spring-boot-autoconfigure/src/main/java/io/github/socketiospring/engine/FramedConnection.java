package io.github.socketiospring.engine;

import io.github.socketiospring.codec.engineio.EngineMessage;

/**
 * A connection that stays open and carries whole frames both ways, such as a WebSocket;
 * what a session can upgrade to.
 */
public interface FramedConnection extends TransportConnection {

	/**
	 * Writes a message past the queue.
	 * @param message the message
	 */
	void write(EngineMessage message);

	/**
	 * Gives what arrives to another receiver from now on.
	 * @param receiver the receiver
	 */
	void receiveWith(FrameReceiver receiver);

	/**
	 * Belongs to a session from now on: pulls from its queue. Called on the
	 * {@link #executor()}.
	 * @param session the session
	 */
	void attach(TransportSession session);

	/**
	 * Closes this connection, which no session uses.
	 */
	void closeUnused();

}
