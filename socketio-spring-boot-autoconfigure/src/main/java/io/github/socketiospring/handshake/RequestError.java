package io.github.socketiospring.handshake;

/**
 * Why the engine refuses a request, as clients are told.
 */
public enum RequestError {

	/** The transport is not one of those offered. */
	UNKNOWN_TRANSPORT(0, "Transport unknown"),

	/** There is no session of that id. */
	UNKNOWN_SID(1, "Session ID unknown"),

	/** A session is opened with GET only. */
	BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),

	/** The request does not fit the session or the transport. */
	BAD_REQUEST(3, "Bad request"),

	/** The application refused the request. */
	FORBIDDEN(4, "Forbidden"),

	/** The client's revision is not offered. */
	UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

	private final int code;

	private final String message;

	RequestError(int code, String message) {
		this.code = code;
		this.message = message;
	}

	/**
	 * Returns the number clients know.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns the text clients know.
	 * @return the message
	 */
	public String message() {
		return this.message;
	}

}
