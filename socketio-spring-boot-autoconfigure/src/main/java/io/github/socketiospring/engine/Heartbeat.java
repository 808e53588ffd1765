package io.github.socketiospring.engine;

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
