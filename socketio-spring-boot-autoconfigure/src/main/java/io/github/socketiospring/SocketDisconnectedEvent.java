package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * A socket of this server has gone. Published after its disconnect handlers and
 * listeners, the last that happens to it.
 *
 * @param socket the socket
 * @param reason why it has gone
 * @param description details of the reason, if any
 */
public record SocketDisconnectedEvent(Socket socket, DisconnectReason reason,
		@Nullable String description) implements SocketIOEvent {

	@Override
	public Namespace namespace() {
		return this.socket.namespace();
	}

}
