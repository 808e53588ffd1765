package io.github.socketiospring.server;

import io.github.socketiospring.codec.socketio.ReservedEvents;
import io.github.socketiospring.server.event.NameWarnings;

/**
 * Checks what applications emit.
 */
final class EmittedEvents {

	private EmittedEvents() {
	}

	static void checkEvent(String event, NameWarnings names) {
		if (ReservedEvents.contains(event)) {
			throw new IllegalArgumentException(
					"\"" + event + "\" is a reserved event name: choose another name for your event");
		}
		names.emitted(event);
	}

}
