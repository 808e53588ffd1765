package io.github.socketiospring.server;

import io.github.socketiospring.engine.EngineServer;

/**
 * The rooms whose names must not be shown. Each socket is in a room with its own id, and
 * the id of a client before 3.x contains the secret id of its session: behind the name of
 * a namespace, or alone. Safe for use by any thread.
 *
 * @param engine knows the sessions of this server
 */
public record SecretRooms(EngineServer engine) {

	/**
	 * Tells whether the name of a room contains the id of a session: of any server if it
	 * begins with the name of a namespace, of this one otherwise.
	 * @param room the name
	 * @return whether the part from {@link #secretIn} on is a secret
	 */
	public boolean contains(String room) {
		int secret = secretIn(room);
		return (secret > 0 && room.startsWith("/")) || this.engine.find(room.substring(secret)) != null;
	}

	/**
	 * Returns where the id of a session begins in the name of a room, if there is one.
	 * @param room the name
	 * @return the index, 0 without the name of a namespace before it
	 */
	public static int secretIn(String room) {
		return room.lastIndexOf('#') + 1;
	}

}
