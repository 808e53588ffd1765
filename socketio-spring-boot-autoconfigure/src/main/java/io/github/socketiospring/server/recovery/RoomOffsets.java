package io.github.socketiospring.server.recovery;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Since when a socket is in its rooms, as offsets: it has missed nothing that was for a
 * room before it joined it. Used by one thread at a time.
 */
public final class RoomOffsets {

	private Map<String, String> rooms = Map.of();

	/**
	 * A socket is about to join a room; nothing happens if it is in it.
	 * @param room the room
	 * @param offset the newest offset
	 */
	public void joined(String room, String offset) {
		if (this.rooms.isEmpty()) {
			this.rooms = new HashMap<>(4);
		}
		this.rooms.putIfAbsent(room, offset);
	}

	/**
	 * A socket has left a room.
	 * @param room the room
	 */
	public void left(String room) {
		if (!this.rooms.isEmpty()) {
			this.rooms.remove(room);
		}
	}

	/**
	 * A socket is in no other rooms than these.
	 * @param names the rooms
	 */
	public void retain(Set<String> names) {
		if (!this.rooms.isEmpty()) {
			this.rooms.keySet().retainAll(names);
		}
	}

	/**
	 * Returns the offsets of some rooms.
	 * @param names the rooms
	 * @param otherwise the offset of those that are not known here
	 * @return the offsets by room
	 */
	public Map<String, String> of(Set<String> names, String otherwise) {
		Map<String, String> offsets = new HashMap<>();
		for (String name : names) {
			offsets.put(name, this.rooms.getOrDefault(name, otherwise));
		}
		return Map.copyOf(offsets);
	}

}
