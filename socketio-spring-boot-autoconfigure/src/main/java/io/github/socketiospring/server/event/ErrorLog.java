package io.github.socketiospring.server.event;

import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.SocketIOErrorHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes errors to the log, unless the application does something else with them. What
 * clients can cause as often as they like is there at debug level only.
 */
public final class ErrorLog implements SocketIOErrorHandler {

	private static final Log logger = LogFactory.getLog(ErrorLog.class);

	private static final int MAX_MESSAGE_LENGTH = 300;

	@Override
	public void handle(SocketIOError error) {
		switch (error.name()) {
			case HANDLER_FAILED -> logger.error(event(error) + " failed", error.exception());
			case INVALID_METHOD_ARGS -> misfit(error);
			default -> {
				if (logger.isDebugEnabled()) {
					logger.debug(text(error));
				}
			}
		}
	}

	private static String text(SocketIOError error) {
		return switch (error.name()) {
			case NO_SUCH_NAMESPACE ->
				"There is no namespace '" + LogText.of(error.namespace()) + "': a client may not join it";
			case NO_SUCH_METHOD ->
				"No handler for event '" + LogText.of(error.event()) + "' in namespace " + error.namespace();
			case UNALLOWED_EVENT_NAME -> event(error) + " has a reserved name";
			case INVALID_PACKET -> "Packet dropped: " + details(error.exception());
			case METHOD_ACCESS_DENIED -> event(error) + " is not allowed"
					+ ((error.exception() != null) ? ": " + details(error.exception()) : " by its ACL");
			case RATE_LIMITED -> event(error) + " is beyond a rate limit (further ones within a second are not logged)";
			case EVENT_REFUSED -> event(error) + " was refused: " + details(error.exception());
			case INVALID_METHOD_ARGS, HANDLER_FAILED -> event(error);
		};
	}

	/** Once per handler: how often it happens is up to clients. */
	private static void misfit(SocketIOError error) {
		boolean first = error.socket() instanceof EventSocket socket && error.event() != null
				&& socket.handlers().firstMisfit(error.event());
		if (first || logger.isDebugEnabled()) {
			String text = event(error) + " does not fit its handler: " + details(error.exception());
			if (first) {
				logger.warn(text + " (further ones are logged at debug level)");
			}
			else {
				logger.debug(text);
			}
		}
	}

	private static String event(SocketIOError error) {
		String socket = (error.socket() instanceof EventSocket own) ? own.nameInLogs() : "?";
		return "Event '" + LogText.of(error.event()) + "' of socket " + socket + " in namespace " + error.namespace();
	}

	private static String details(@Nullable Throwable exception) {
		return LogText.of((exception != null) ? exception.getMessage() : null, MAX_MESSAGE_LENGTH);
	}

}
