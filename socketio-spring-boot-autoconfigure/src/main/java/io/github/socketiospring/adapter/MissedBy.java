package io.github.socketiospring.adapter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which events one socket has missed: those that were emitted after the last it has
 * received, and that were for it. It was in its rooms from the numbers on that are kept
 * with them, and has never been owed what was for them before.
 */
final class MissedBy {

	private final String socketId;

	private final Map<String, Long> rooms;

	private final long last;

	/**
	 * Creates the choice for one socket.
	 * @param socketId its id
	 * @param rooms the rooms it is in, each with the number of the newest event when it
	 * joined
	 * @param last the number of the last event that it needs no more
	 */
	MissedBy(String socketId, Map<String, Long> rooms, long last) {
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
			if (entry.number() > this.last && isFor(entry)) {
				missed.add(entry.event());
			}
		}
		return missed;
	}

	private boolean isFor(EventRing.Entry entry) {
		Selection selection = entry.selection();
		if (selection.socket() != null) {
			return selection.socket().equals(this.socketId);
		}
		return (selection.rooms().isEmpty() || isInOneOf(selection, entry.number()))
				&& !isExcepted(selection, entry.number());
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
