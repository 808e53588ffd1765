package io.github.socketiospring.engine;

/**
 * What has become of messages given to a session.
 */
public enum SendResult {

	/** They are queued. */
	ACCEPTED,

	/** The session has ended, or is about to; they are dropped. */
	ENDED,

	/** They do not fit; they are dropped, and the session is closed. */
	OVERFLOW

}
