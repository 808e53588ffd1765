package io.github.socketiospring.engine;

import java.util.concurrent.Executor;

/**
 * One way to a client, owned by one session. It pulls what it writes from the session's
 * {@link OutboundQueue}, so nothing is taken before it can be written.
 */
public interface TransportConnection {

	/**
	 * Returns which transport this is.
	 * @return its name: for clients that ask for one by name, that in the engine's table
	 */
	String transport();

	/**
	 * Tells whether what this connection takes from the queue is kept there until it
	 * {@link OutboundQueue#confirm confirms} it, and comes back if it does not. Asked
	 * once, when the session is opened.
	 * @return {@code true} for connections that outlive what writes for them
	 */
	default boolean confirmsWrites() {
		return false;
	}

	/**
	 * Returns the event loop this connection writes on. Tasks run one after the other.
	 * @return the event loop
	 */
	Executor executor();

	/**
	 * Tells whether a message could leave right now: what decides about volatile ones.
	 * @return {@code true} if it could
	 */
	boolean isWritable();

	/**
	 * There is something in the queue. Arranges for {@link #drain()} to run soon, once
	 * for many calls. May be called by any thread.
	 */
	void wakeUp();

	/**
	 * Takes from the queue what can be written now, and writes it. Called on the
	 * {@link #executor()}.
	 */
	void drain();

	/**
	 * Stops reading, or starts again: the layer above cannot keep up with this client.
	 * May be called by any thread.
	 * @param suspended whether to stop
	 */
	void suspendReading(boolean suspended);

	/**
	 * The session moves to another connection: ends what is open here. May be called by
	 * any thread.
	 * @return {@code false} if messages are being received at this moment, and then
	 * nothing has changed
	 */
	boolean detach();

	/**
	 * The session is dead: ends this connection without delay; whatever is queued is
	 * lost. May be called by any thread, more than once.
	 * @param reason why, for transports that can tell the client
	 * @return whether a request is expected that the client may have sent before it knew;
	 * the session can be found until {@link TransportSession#forget()} is called, or that
	 * request has not come in time
	 */
	boolean abort(CloseReason reason);

	/**
	 * The session, which is dead, cannot be found any more: no request is expected. May
	 * be called by any thread, more than once.
	 */
	default void forgotten() {
	}

}
