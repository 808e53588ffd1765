package io.github.socketiospring.codec.socketio;

import java.util.Set;

/**
 * Event names that mean something to Socket.IO itself and may travel in neither
 * direction.
 */
public final class ReservedEvents {

	private static final Set<String> NAMES = Set.of("connect", "connect_error", "disconnect", "disconnecting",
			"newListener", "removeListener");

	private static final int SHORTEST = "connect".length();

	private ReservedEvents() {
	}

	/**
	 * Tells whether an event name is reserved.
	 * @param event the name
	 * @return {@code true} if it must not be used
	 */
	public static boolean contains(String event) {
		return event.length() >= SHORTEST && NAMES.contains(event);
	}

}
