package io.github.socketiospring.engine;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;

/**
 * No session can be opened now: the server is shutting down, the client's address holds
 * as many as it may, or the application makes no id for it. Answered with 503.
 */
public final class ServerBusyException extends RequestRefusedException {

	ServerBusyException(String message) {
		super(RequestError.FORBIDDEN, message);
	}

}
