package io.github.socketiospring;

/**
 * A socket of this server has left a room, other than that of its own id, or has gone.
 *
 * @param socket the socket
 * @param room the room
 */
public record RoomLeftEvent(Socket socket, String room) implements SocketIOEvent {

	@Override
	public Namespace namespace() {
		return this.socket.namespace();
	}

}
