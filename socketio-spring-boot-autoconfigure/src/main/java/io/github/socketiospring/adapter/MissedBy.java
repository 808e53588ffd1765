package io.github.socketiospring.adapter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which events one socket has missed: those that were for it, and came after the
 * last one that it has received. Of the events for a room, only those count that came
 * after the socket had joined the room.
 */
public final class MissedBy {

	private final String socketId;

	private final Map<String, Long> rooms;

	private final long last;

	/**
	 * Creates it for one socket.
	 * @param socketId its id
	 * @param rooms the rooms it is in, each with the number of the newest event when it
	 * joined
	 * @param last the number of the last event that it has received
	 */
	public MissedBy(String socketId, Map<String, Long> rooms, long last) {
		this.socketId = socketId;
		this.rooms = new HashMap<>(rooms);
		this.last = last;
	}

	/** The number of the last event that the socket needs no more. */
	long last() {
		return this.last;
	}

	/** Whether another choice is the same, as long as both need the same events. */
	boolean isSameAs(MissedBy other) {
		return this.rooms.equals(other.rooms);
	}

	/**
	 * Returns the events that the socket has missed.
	 * @param entries some events, oldest first
	 * @return those of them, in a list that may be changed
	 */
	List<MissedEvent> among(EventRing.Entry[] entries) {
		List<MissedEvent> missed = new ArrayList<>();
		for (EventRing.Entry entry : entries) {
			if (isMissed(entry.selection(), entry.number())) {
				missed.add(entry.event());
			}
		}
		return missed;
	}

	/**
	 * Returns whether the socket has missed an event.
	 * @param selection which sockets it was for
	 * @param number its number
	 * @return {@code true} if it has
	 */
	public boolean isMissed(Selection selection, long number) {
		if (number <= this.last) {
			return false;
		}
		if (selection.socket() != null) {
			return selection.socket().equals(this.socketId);
		}
		return (selection.rooms().isEmpty() || isInOneOf(selection, number)) && !isExcepted(selection, number);
	}

	private boolean isInOneOf(Selection selection, long number) {
		for (String room : selection.rooms()) {
			if (wasIn(room, number)) {
				return true;
			}
		}
		return false;
	}

	private boolean isExcepted(Selection selection, long number) {
		for (String room : selection.except()) {
			if (wasIn(room, number)) {
				return true;
			}
		}
		return false;
	}

	private boolean wasIn(String room, long number) {
		Long since = this.rooms.get(room);
		return since != null && number > since;
	}

}
