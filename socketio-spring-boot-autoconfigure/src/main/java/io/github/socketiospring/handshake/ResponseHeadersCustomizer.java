package io.github.socketiospring.handshake;

import org.springframework.http.HttpHeaders;

/**
 * Adds headers to HTTP responses of the engine, the reference server's
 * {@code initial_headers} and {@code headers}. All beans of this type are asked, in their
 * {@linkplain org.springframework.core.annotation.Order order}; without any, nothing is
 * done for them. The files of the browser client are no responses of the engine, and
 * neither is the answer to a WebSocket handshake of the Flash player's draft 76.
 * <p>
 * Called on an event loop, right before a response begins, and must not block it. What it
 * throws is logged and changes nothing more.
 */
public interface ResponseHeadersCustomizer {

	/**
	 * Changes the headers of the response that opens a session, a WebSocket's included.
	 * Called before {@link #customize}.
	 * @param headers the headers, with all that the engine has put there
	 * @param request the request, which was allowed
	 */
	default void customizeInitial(HttpHeaders headers, HandshakeRequest request) {
	}

	/**
	 * Changes the headers of a response, whichever it is: polls, WebSocket handshakes,
	 * refusals and the one that opens a session.
	 * @param headers the headers, with all that the engine has put there
	 * @param request the request; its principal is {@code null} unless the response opens
	 * a session
	 */
	default void customize(HttpHeaders headers, HandshakeRequest request) {
	}

}
