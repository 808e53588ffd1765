package io.github.socketiospring.servlet;

/**
 * Thrown at start-up if WebSockets are to be served and the servlet container has none.
 */
public final class MissingWebSocketsException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MissingWebSocketsException(String container) {
		super("The servlet container (" + container + ") has no WebSockets");
	}

}
