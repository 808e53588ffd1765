package io.github.socketiospring.engine;

/**
 * Why an engine session has ended.
 */
public enum CloseReason {

	/** The transport failed or broke its rules. */
	TRANSPORT_ERROR,

	/** The client closed the transport. */
	TRANSPORT_CLOSE,

	/** This server closed the session by {@link EngineSession#closeWhenWritten}. */
	FORCED_CLOSE,

	/** The client was silent for too long. */
	PING_TIMEOUT,

	/** The client sent what is no valid packet. */
	PARSE_ERROR,

	/** The server is going down. */
	SERVER_SHUTTING_DOWN,

	/** The client reads too slowly. */
	FORCED_SERVER_CLOSE

}
