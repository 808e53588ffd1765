package io.github.socketiospring;

/**
 * A socket of this server has joined a room, other than that of its own id.
 *
 * @param socket the socket; it may have left meanwhile
 * @param room the room
 */
public record RoomJoinedEvent(Socket socket, String room) implements SocketIOEvent {

	@Override
	public Namespace namespace() {
		return this.socket.namespace();
	}

}
