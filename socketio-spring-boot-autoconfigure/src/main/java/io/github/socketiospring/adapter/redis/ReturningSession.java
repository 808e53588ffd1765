package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Entrance;
import io.github.socketiospring.adapter.IdentityRoom;
import io.github.socketiospring.adapter.MissedBy;
import io.github.socketiospring.adapter.MissedEvent;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.Selection;
import org.jspecify.annotations.Nullable;

/**
 * A socket on its way back: what was done to it, and what it has missed. Not safe for use
 * by more than one thread.
 */
final class ReturningSession {

	private final SavedSession session;

	private final long at;

	private final int maxRooms;

	/** The rooms that it should be in now, with the offsets of when it joined them. */
	private final Map<String, String> rooms;

	private Map<String, String> told;

	private @Nullable Set<String> allowed;

	private boolean disconnected;

	private final List<Missable> events = new ArrayList<>();

	private long bytes;

	/**
	 * Creates a socket as it was when it went.
	 * @param at the number of the newest entry then; those before have been done to it
	 * @param maxRooms the most rooms that it may be in, without its own
	 */
	ReturningSession(SavedSession session, long at, int maxRooms) {
		this.session = session;
		this.at = at;
		this.maxRooms = maxRooms;
		this.rooms = new HashMap<>(session.rooms());
		this.told = session.rooms();
		this.allowed = session.allowed();
	}

	/**
	 * An event that it may have missed.
	 *
	 * @param number its number
	 * @param selection whom it was for
	 * @param event the event
	 */
	private record Missable(long number, Selection selection, MissedEvent event) {
	}

	/** How many events were collected. */
	int size() {
		return this.events.size();
	}

	/** How much memory the events take that were collected, about. */
	long bytes() {
		return this.bytes;
	}

	void allow(@Nullable Set<String> events) {
		this.allowed = events;
	}

	/**
	 * Takes an entry that came after the last event it has received.
	 */
	void add(String id, Command command) {
		long number = StreamId.number(id);
		if (command instanceof Command.Broadcast broadcast) {
			if (!broadcast.isVolatile()) {
				MissedEvent event = new MissedEvent(broadcast.event(), broadcast.arguments(), id, broadcast.compress());
				this.events.add(new Missable(number, broadcast.selection(), event));
				this.bytes += event.arguments().written().size();
			}
		}
		else if (number > this.at) {
			change(id, command);
		}
	}

	private void change(String id, Command command) {
		if (command instanceof Command.Disconnect disconnect) {
			this.disconnected |= isSelected(disconnect.selection());
		}
		else if (command instanceof Command.Leave leave && isSelected(leave.selection())) {
			leave.rooms().stream().filter((room) -> !room.equals(this.session.socketId())).forEach(this.rooms::remove);
		}
		else if (command instanceof Command.Join join && isSelected(join.selection())) {
			for (String room : join.rooms()) {
				if (countedRooms() < this.maxRooms) {
					this.rooms.putIfAbsent(room, id);
				}
			}
		}
	}

	private long countedRooms() {
		return this.rooms.keySet()
			.stream()
			.filter((room) -> !room.equals(this.session.socketId()) && !IdentityRoom.matches(room))
			.count();
	}

	private boolean isSelected(Selection selection) {
		if (selection.socket() != null) {
			return selection.socket().equals(this.session.socketId());
		}
		Set<String> names = this.rooms.keySet();
		return (selection.rooms().isEmpty() || !Collections.disjoint(selection.rooms(), names))
				&& Collections.disjoint(selection.except(), names);
	}

	/**
	 * Has the socket do what was done to it.
	 * @param last the number of the last event that it needs no more
	 * @return what it has missed; {@code null} if it has gone again, or was disconnected
	 */
	@Nullable List<MissedEvent> settle(Entrance entrance, long last) {
		if (this.disconnected) {
			return null;
		}
		Set<String> left = new HashSet<>(this.told.keySet());
		left.removeAll(this.rooms.keySet());
		Map<String, String> joined = new HashMap<>(this.rooms);
		joined.keySet().removeAll(this.told.keySet());
		Map<String, String> offsets = entrance.settle(left, joined);
		if (offsets == null) {
			return null;
		}
		if (!Objects.equals(this.allowed, this.session.allowed())) {
			entrance.allow(this.allowed);
		}
		this.told = Map.copyOf(this.rooms);
		Map<String, Long> since = new HashMap<>();
		offsets.forEach((room, offset) -> since.put(room, StreamId.numberOrZero(offset)));
		MissedBy missed = new MissedBy(this.session.socketId(), since, last);
		return this.events.stream()
			.filter((event) -> missed.isMissed(event.selection(), event.number()))
			.map(Missable::event)
			.toList();
	}

}
