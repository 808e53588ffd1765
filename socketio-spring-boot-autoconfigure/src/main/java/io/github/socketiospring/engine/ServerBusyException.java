package io.github.socketiospring.engine;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;

/**
 * A request cannot be served now: the server is shutting down, there are as many sessions
 * as there may be, in all or of the client's address, the application makes no id for
 * one, or too many requests are on their way to another server. Answered with 503.
 */
public final class ServerBusyException extends RequestRefusedException {

	/**
	 * Creates a refusal.
	 * @param message why, for the client
	 */
	public ServerBusyException(String message) {
		super(RequestError.FORBIDDEN, message);
	}

}
