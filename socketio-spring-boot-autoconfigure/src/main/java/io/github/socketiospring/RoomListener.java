package io.github.socketiospring;

/**
 * Learns what happens to the rooms of a namespace on this server. The rooms that are
 * named after each socket are not told of.
 * <p>
 * What has happened in one namespace is told in order, one call after the other, by a
 * thread where plain handlers run, a little after it has happened: the socket may have
 * gone on meanwhile. Listeners may block, though the others of the namespace wait for
 * them; when too many events wait, further ones are lost, and that is logged. An
 * exception is logged and changes nothing.
 *
 * @see Namespace#onRoomEvent(RoomListener)
 */
public interface RoomListener {

	/**
	 * A room has got its first member.
	 * @param namespace the namespace
	 * @param room the room
	 */
	default void roomCreated(Namespace namespace, String room) {
	}

	/**
	 * The last member of a room has left it.
	 * @param namespace the namespace
	 * @param room the room
	 */
	default void roomDeleted(Namespace namespace, String room) {
	}

	/**
	 * A socket has joined a room.
	 * @param socket the socket
	 * @param room the room
	 */
	default void socketJoined(Socket socket, String room) {
	}

	/**
	 * A socket has left a room, or has gone.
	 * @param socket the socket
	 * @param room the room
	 */
	default void socketLeft(Socket socket, String room) {
	}

}
