package io.github.socketiospring.engine;

import java.time.Duration;

/**
 * Who beats the heart of a session, and when the session is dead. Stateless; each session
 * has one timer and remembers one bit.
 */
public interface Heartbeat {

	/**
	 * A session has opened.
	 * @param timer the session's
	 */
	void start(HeartbeatTimer timer);

	/**
	 * The session's timer has run out.
	 * @param timer the session's
	 */
	void expired(HeartbeatTimer timer);

	/**
	 * The session's timer has run out, but the answer that it waits for may have come:
	 * the client is not read. It must go on hearing from the server, or it takes the
	 * connection for lost.
	 * @param timer the session's, which is set again
	 */
	default void unread(HeartbeatTimer timer) {
	}

	/**
	 * Tells how long a client may be silent from the moment it must say something.
	 * @param options the engine's options
	 * @return how long
	 */
	Duration patience(EngineOptions options);

	/**
	 * The client has sent a ping.
	 * @param timer the session's
	 */
	void ping(HeartbeatTimer timer);

	/**
	 * The client has sent a pong.
	 * @param timer the session's
	 */
	void pong(HeartbeatTimer timer);

}
