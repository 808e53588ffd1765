package io.github.socketiospring.server;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.engine.CloseReason;

/**
 * What applications call the engine's reasons.
 */
final class CloseReasons {

	private CloseReasons() {
	}

	static DisconnectReason of(CloseReason reason) {
		return switch (reason) {
			case TRANSPORT_ERROR -> DisconnectReason.TRANSPORT_ERROR;
			case TRANSPORT_CLOSE -> DisconnectReason.TRANSPORT_CLOSE;
			case FORCED_CLOSE -> DisconnectReason.FORCED_CLOSE;
			case PING_TIMEOUT -> DisconnectReason.PING_TIMEOUT;
			case PARSE_ERROR -> DisconnectReason.PARSE_ERROR;
			case SERVER_SHUTTING_DOWN -> DisconnectReason.SERVER_SHUTTING_DOWN;
			case FORCED_SERVER_CLOSE -> DisconnectReason.FORCED_SERVER_CLOSE;
		};
	}

}
