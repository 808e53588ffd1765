package io.github.socketiospring;

/**
 * A socket of this server has gone, and its {@link Socket#rooms()} are still known.
 * Published after the handlers and listeners that see its rooms too.
 *
 * @param socket the socket
 * @param reason why it has gone
 */
public record SocketDisconnectingEvent(Socket socket, DisconnectReason reason) implements SocketIOEvent {

	@Override
	public Namespace namespace() {
		return this.socket.namespace();
	}

}
