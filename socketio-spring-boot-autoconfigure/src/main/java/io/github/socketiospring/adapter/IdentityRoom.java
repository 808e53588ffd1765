package io.github.socketiospring.adapter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of the rooms that sockets are in because of who their clients are. To adapters
 * they are rooms like all others, but applications can neither join, leave nor name them:
 * a room whose name a client has chosen is never one of these.
 */
public final class IdentityRoom {

	private static final String PREFIX = "\0";

	private static final String USER = PREFIX + "user:";

	private static final String SESSION = PREFIX + "session:";

	private IdentityRoom() {
	}

	/**
	 * Returns the room of all sockets of a user.
	 * @param name the name of the user's principal
	 * @return the room
	 */
	public static String ofUser(String name) {
		return USER + name;
	}

	/**
	 * Returns the room of all sockets whose connections were opened in a web session.
	 * @param id the session's id, a secret that does not appear in the name
	 * @return the room
	 */
	public static String ofSession(String id) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
			return SESSION + HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns whether a room is one of these.
	 * @param room the room
	 * @return {@code true} if it is
	 */
	public static boolean matches(String room) {
		return room.startsWith(PREFIX);
	}

	/**
	 * Refuses rooms that applications must not name.
	 * @param rooms the rooms
	 * @throws IllegalArgumentException if one of them is such a room
	 */
	public static void refuse(String... rooms) {
		for (String room : rooms) {
			refuse(room);
		}
	}

	private static void refuse(String room) {
		if (matches(room)) {
			throw new IllegalArgumentException(
					"Names that begin with the character U+0000 are no names of rooms; use SocketIOUsers for users");
		}
	}

	static void refuse(Iterable<String> rooms) {
		rooms.forEach(IdentityRoom::refuse);
	}

}
