package io.github.socketiospring.admin;

import java.util.Set;
import java.util.stream.Collectors;

import io.github.socketiospring.server.SecretRooms;

/**
 * What rooms are called on the page: without the secrets that some have in their names,
 * and shortened.
 */
final class RoomNames {

	static final int MAX_LENGTH = 256;

	private final SecretRooms secrets;

	RoomNames(SecretRooms secrets) {
		this.secrets = secrets;
	}

	/** Returns what a room is called that a socket is in, which may be its own. */
	String of(String room, String id, String name) {
		return room.equals(id) ? name : of(room);
	}

	private String of(String room) {
		if (this.secrets.contains(room)) {
			return SocketNames.hidden(room);
		}
		return (room.length() > MAX_LENGTH) ? room.substring(0, MAX_LENGTH) + "…" : room;
	}

	/** Returns what the rooms are called that a socket is in. */
	Set<String> of(Set<String> rooms, String id, String name) {
		return rooms.stream().map((room) -> of(room, id, name)).collect(Collectors.toSet());
	}

}
