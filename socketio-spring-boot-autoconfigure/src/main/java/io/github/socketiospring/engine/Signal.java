package io.github.socketiospring.engine;

/**
 * What a received text frame asks of the session.
 */
public enum Signal {

	/** The client closes the session. */
	CLOSE,

	/** The client beats the heart, or probes a new transport. */
	PING,

	/** The client answers a heartbeat. */
	PONG,

	/** A message for the layer above. */
	MESSAGE,

	/** A binary message for the layer above, as text: base64. */
	BASE64_MESSAGE,

	/** The client moves to the new transport. */
	UPGRADE,

	/** Nothing to do: a frame with no meaning here. */
	IGNORE,

	/** No packet at all. */
	INVALID

}
