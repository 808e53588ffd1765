package io.github.socketiospring.engine;

import java.time.Duration;

/**
 * Who beats the heart of a session, and when the session is dead. Stateless; each session
 * has one timer and remembers one bit.
 */
public interface Heartbeat {

	/**
	 * A session has opened.
	 * @param session the session
	 */
	void start(EngineSession session);

	/**
	 * The session's timer has run out.
	 * @param session the session
	 */
	void expired(EngineSession session);

	/**
	 * Tells how long a client may be silent from the moment it must say something.
	 * @param options the engine's options
	 * @return how long
	 */
	Duration patience(EngineOptions options);

	/**
	 * The client has sent a ping.
	 * @param session the session
	 */
	void ping(EngineSession session);

	/**
	 * The client has sent a pong.
	 * @param session the session
	 */
	void pong(EngineSession session);

}
