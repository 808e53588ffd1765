package io.github.socketiospring.handshake;

/**
 * Is told of requests that were refused, the reference server's {@code connection_error}:
 * whatever got no session, or named one that does not exist or does not fit. All beans of
 * this type are told, in their {@linkplain org.springframework.core.annotation.Order
 * order}; without any, nothing is done for them. The answer of an interceptor of a
 * namespace is no refusal of a request, nor are requests for other paths. It is not told
 * of WebSocket handshakes of the Flash player's draft 76, which are answered below HTTP.
 * <p>
 * Called on an event loop, before the request is answered, and must not block it. What it
 * throws is logged and changes nothing.
 */
@FunctionalInterface
public interface RefusedRequestListener {

	/**
	 * A request was refused.
	 * @param request the request. Its query, and for clients of protocol 1 its path, may
	 * hold the id of a session, which is a secret, so they do not belong into logs; its
	 * principal is {@code null} if the request was refused before that was known.
	 * @param error why; clients of protocol 1 are told the same in their own words
	 * @param message what the client is told, or more than that
	 */
	void refused(HandshakeRequest request, RequestError error, String message);

}
