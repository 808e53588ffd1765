package io.github.socketiospring.admin;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What rooms are called on the page. A room may have the name of a socket, and that of an
 * old client has the secret id of its session in it: behind the name of a namespace, on
 * whichever server, or alone.
 */
final class RoomNames {

	static final int MAX_LENGTH = 256;

	private final Predicate<String> isSession;

	/**
	 * Creates names.
	 * @param isSession tells whether a text is the id of a session of this server
	 */
	RoomNames(Predicate<String> isSession) {
		this.isSession = isSession;
	}

	/** Returns what a room is called that a socket is in, which may be its own. */
	String of(String room, String id, String name) {
		return room.equals(id) ? name : of(room);
	}

	private String of(String room) {
		int session = room.lastIndexOf('#') + 1;
		boolean secret = (session > 0 && room.startsWith("/")) || this.isSession.test(room.substring(session));
		if (secret) {
			return SocketNames.hidden(room);
		}
		return (room.length() > MAX_LENGTH) ? room.substring(0, MAX_LENGTH) + "…" : room;
	}

	/** Returns what the rooms are called that a socket is in. */
	Set<String> of(Set<String> rooms, String id, String name) {
		return rooms.stream().map((room) -> of(room, id, name)).collect(Collectors.toSet());
	}

}
