package io.github.socketiospring.e2e.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

/**
 * For clients that lose their connection, and one that looks on from outside.
 */
@SocketIONamespace("/recovery")
class RecoveryController {

	@OnEvent("enter")
	void enter(Socket socket, String room) {
		socket.join(room);
		socket.data().put("entered", room);
	}

	@OnEvent("who")
	Who who(Socket socket) {
		return new Who(socket.id(), socket.recovered(), socket.rooms(), socket.data());
	}

	/** Whether the server knows of a socket. */
	@OnEvent("here")
	boolean isHere(Socket socket, String id) {
		return socket.namespace().socket(id) != null;
	}

	/**
	 * Emits a text, and its bytes, to the other sockets in a room, or to all.
	 */
	@OnEvent("tell")
	void tell(Socket socket, String room, String text) {
		BroadcastOperator others = room.isEmpty() ? socket.broadcast() : socket.to(room);
		others.emit("told", text, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * What the server says of a socket.
	 *
	 * @param id its id
	 * @param recovered whether it came back
	 * @param rooms its rooms
	 * @param data what was stored for it
	 */
	record Who(String id, boolean recovered, Set<String> rooms, Map<String, Object> data) {
	}

}
