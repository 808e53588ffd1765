package io.github.socketiospring.engine;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;

/**
 * No session can be opened now: the server is shutting down, or the client's address
 * holds as many as it may. Answered with 503.
 */
public final class ServerBusyException extends RequestRefusedException {

	ServerBusyException(String message) {
		super(RequestError.FORBIDDEN, message);
	}

}
