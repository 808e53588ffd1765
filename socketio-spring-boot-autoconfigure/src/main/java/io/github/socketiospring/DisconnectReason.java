package io.github.socketiospring;

/**
 * Why a socket was disconnected. {@link #toString()} gives the reference server's text.
 */
public enum DisconnectReason {

	/** The transport failed, for example because the network did. */
	TRANSPORT_ERROR("transport error"),

	/** The client, or something between, closed the transport. */
	TRANSPORT_CLOSE("transport close"),

	/** The server closed the connection, with all sockets on it. */
	FORCED_CLOSE("forced close"),

	/** The client did not answer the heartbeat in time. */
	PING_TIMEOUT("ping timeout"),

	/** The client sent something that is no valid packet. */
	PARSE_ERROR("parse error"),

	/** The server is shutting down. */
	SERVER_SHUTTING_DOWN("server shutting down"),

	/**
	 * The client broke the protocol's rules, never joined a namespace, or read too
	 * slowly.
	 */
	FORCED_SERVER_CLOSE("forced server close"),

	/** The client called {@code disconnect()}. */
	CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),

	/** The application called {@link Socket#disconnect()}. */
	SERVER_NAMESPACE_DISCONNECT("server namespace disconnect");

	private final String text;

	DisconnectReason(String text) {
		this.text = text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
