package io.github.socketiospring.demo;

import java.util.List;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

/**
 * The tutorial page: echo, broadcast, rooms, latency. A returned value is the client's
 * ack.
 */
@SocketIONamespace("/tutorial")
class TutorialController {

	static final int MAX_ROOMS = 10;

	@OnConnect
	void connected(Socket socket) {
		socket.emit("response", new Response("you", "Connected", 0));
	}

	@OnEvent("echo")
	Outcome echo(Socket socket, String text) {
		socket.emit("response", new Response("you", Input.message(text), count(socket)));
		return Outcome.OK;
	}

	@OnEvent("broadcast")
	Outcome broadcast(Socket socket, String text) {
		socket.namespace().emit("response", new Response("everyone", Input.message(text), count(socket)));
		return Outcome.OK;
	}

	@OnEvent("join")
	Joined join(Socket socket, String name) {
		String room = room(socket.namespace(), name);
		if (joined(socket).size() >= MAX_ROOMS) {
			throw new RefusedException("You can be in at most " + MAX_ROOMS + " rooms.");
		}
		socket.join(room);
		return new Joined(true, joined(socket));
	}

	@OnEvent("leave")
	Joined leave(Socket socket, String name) {
		socket.leave(room(socket.namespace(), name));
		return new Joined(true, joined(socket));
	}

	@OnEvent("close_room")
	Joined closeRoom(Socket socket, String name) {
		String room = room(socket.namespace(), name);
		if (!socket.rooms().contains(room)) {
			throw new RefusedException("Join the room before you close it.");
		}
		socket.namespace().to(room).emit("room_closed", room);
		socket.namespace().to(room).socketsLeave(room);
		return new Joined(true, joined(socket));
	}

	@OnEvent("room_message")
	Outcome roomMessage(Socket socket, RoomMessage message) {
		// A socket's id is a room too, so this also reaches a single client.
		String room = Input.room(message.room());
		socket.namespace()
			.to(room)
			.emit("response", new Response("room " + room, Input.message(message.text()), count(socket)));
		return Outcome.OK;
	}

	@OnEvent("latency")
	void latency() {
		// The page measures how long the ack takes, which is sent after this method.
	}

	@OnEvent("disconnect_request")
	void disconnectRequest(Socket socket) {
		socket.emit("response", new Response("you", "Disconnected by the server, as you asked", count(socket)));
		socket.disconnect();
	}

	private static String room(Namespace namespace, String name) {
		String room = Input.room(name);
		if (namespace.socket(room) != null) {
			throw new RefusedException("This is somebody's socket id: you can write to it, not join it.");
		}
		return room;
	}

	private static List<String> joined(Socket socket) {
		return socket.rooms().stream().filter((room) -> !room.equals(socket.id())).sorted().toList();
	}

	private static int count(Socket socket) {
		return (Integer) socket.data().merge("count", 1, (count, one) -> (Integer) count + 1);
	}

	/**
	 * What the page writes into its log.
	 *
	 * @param to who receives it
	 * @param text the text
	 * @param count how many messages the sender has sent
	 */
	record Response(String to, String text, int count) {
	}

	record RoomMessage(String room, String text) {
	}

	record Joined(boolean ok, List<String> rooms) {
	}

}
