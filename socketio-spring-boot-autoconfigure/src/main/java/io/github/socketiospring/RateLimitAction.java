package io.github.socketiospring;

/**
 * What happens to an event beyond a rate limit. In every case it is counted, and no
 * handler is called.
 */
public enum RateLimitAction {

	/** Nothing: the client does not learn of it. */
	IGNORE,

	/**
	 * It is an error of the name {@link SocketIOError.Name#RATE_LIMITED RATE_LIMITED}:
	 * the acknowledgement that the client waits for is answered with it.
	 */
	ERROR,

	/**
	 * It is such an error, and the connection ends with the reason
	 * {@code io server disconnect}, after which clients do not connect again by
	 * themselves.
	 */
	DISCONNECT

}
