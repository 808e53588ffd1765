package io.github.socketiospring.server.event;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells developers, once for each name, of events whose names old clients keep to
 * themselves. Safe for use by any thread.
 */
public final class NameWarnings {

	private static final Log logger = LogFactory.getLog(NameWarnings.class);

	/** What socket.io-client 1.x and 2.x, or 0.7 to 0.9, emit to themselves. */
	private static final Set<String> NAMES = Set.of("ping", "pong", "error", "connecting", "connect_timeout",
			"connect_failed", "reconnect", "reconnecting", "reconnect_attempt", "reconnect_error", "reconnect_failed");

	private final boolean oldClients;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Creates warnings.
	 * @param oldClients whether such clients are served at all
	 */
	public NameWarnings(boolean oldClients) {
		this.oldClients = oldClients;
	}

	/**
	 * The application handles an event.
	 * @param event the name
	 */
	void handled(String event) {
		if (this.oldClients && isReserved(event) && this.warned.add(event)) {
			logger.warn("There is a handler for the event '" + event + "', which clients before 3.x do not send: with"
					+ " socket.io-client 1.x and 2.x, emit('" + event
					+ "') never leaves the client. Choose another name.");
		}
	}

	/**
	 * The application emits an event.
	 * @param event the name
	 */
	public void emitted(String event) {
		if (this.oldClients && isReserved(event) && this.warned.add(event)) {
			logger.warn(
					"The event '" + event + "' is emitted, a name that clients before 3.x use for events of their own:"
							+ " their listeners cannot tell yours from these. Choose another name.");
		}
	}

	/**
	 * Called for every event that is emitted, so most names end at their first letter.
	 */
	private static boolean isReserved(String event) {
		if (event.isEmpty()) {
			return false;
		}
		return switch (event.charAt(0)) {
			case 'p' -> event.length() == "ping".length() && NAMES.contains(event);
			case 'e' -> event.length() == "error".length() && NAMES.contains(event);
			case 'c', 'r' -> event.length() >= "reconnect".length() && NAMES.contains(event);
			default -> false;
		};
	}

}
