package io.github.socketiospring;

/**
 * A socket has joined its namespace on this server. Published after its connect handlers
 * and listeners, and before its first event is handled.
 *
 * @param socket the socket
 */
public record SocketConnectedEvent(Socket socket) implements SocketIOEvent {

	@Override
	public Namespace namespace() {
		return this.socket.namespace();
	}

}
