package io.github.socketiospring.e2e.server;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;

/**
 * Told to everybody in the namespace {@code /observer} when a socket has gone.
 *
 * @param id the socket's id
 * @param namespace the namespace it was in
 * @param reason the reason as the reference server words it
 */
record Gone(String id, String namespace, String reason) {

	static void announce(SocketIOServer server, Socket socket, DisconnectReason reason) {
		server.of("/observer").emit("gone", new Gone(socket.id(), socket.namespace().name(), reason.toString()));
	}

}
