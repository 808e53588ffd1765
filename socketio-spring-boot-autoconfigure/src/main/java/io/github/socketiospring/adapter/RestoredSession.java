package io.github.socketiospring.adapter;

import java.util.List;

/**
 * A socket that has come back, and what it has missed.
 *
 * @param session the socket as it was
 * @param missed the events since, in order
 */
public record RestoredSession(SavedSession session, List<MissedEvent> missed) {

	/**
	 * An event that was emitted while the socket was away.
	 *
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @param offset the event's offset
	 */
	public record MissedEvent(String event, Payload arguments, String offset) {
	}

}
