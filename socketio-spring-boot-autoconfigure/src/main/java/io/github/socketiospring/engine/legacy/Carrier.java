package io.github.socketiospring.engine.legacy;

import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.TransportSession;

/**
 * What carries a {@link VirtualConnection} for a while: a WebSocket, a stream, or a
 * single poll. It pulls from the session's {@link OutboundQueue}, and confirms what was
 * written; when it has ended, whatever is not confirmed goes back into the queue before
 * {@link VirtualConnection#lost} is told, so that nothing is lost or changes places.
 */
public interface Carrier {

	/**
	 * Returns which transport this is.
	 * @return the transport
	 */
	LegacyTransport transport();

	/**
	 * Returns the event loop this carrier writes on.
	 * @return the event loop
	 */
	Executor executor();

	/**
	 * Tells whether a message could leave right now.
	 * @return {@code true} if it could
	 */
	boolean isWritable();

	/**
	 * Tells whether the server beats the heart here; otherwise the carrier is released
	 * after the polling duration.
	 * @return {@code true} for what stays open
	 */
	boolean hasHeartbeat();

	/**
	 * May take from the session's queue from now on. May be called by any thread.
	 * @param session the session
	 */
	void start(TransportSession session);

	/**
	 * There is something in the queue. May be called by any thread.
	 */
	void wakeUp();

	/**
	 * Stops reading, or starts again. May be called by any thread.
	 * @param suspended whether to stop
	 */
	void suspendReading(boolean suspended);

	/**
	 * Ends when what is being written is written. May be called by any thread, more than
	 * once, and before {@link #start}.
	 */
	void release();

	/**
	 * The session has ended: ends without delay, and tells the client if it can. May be
	 * called by any thread, and before {@link #start}.
	 * @param message what tells the client of this generation
	 */
	void end(EngineMessage message);

	/**
	 * Ends without delay. May be called by any thread, more than once, and before
	 * {@link #start}.
	 */
	void abort();

}
