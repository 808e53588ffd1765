package io.github.socketiospring.e2e.server;

import java.time.Duration;
import java.util.List;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The rooms of the root namespace, which it shares with {@link RootController}.
 */
@SocketIONamespace
class RoomController {

	private final SocketIOServer server;

	RoomController(SocketIOServer server) {
		this.server = server;
	}

	@OnEvent("ask-room")
	Mono<List<JsonNode>> askRoom(String room, JsonNode question) {
		return this.server.to(room)
			.timeout(Duration.ofSeconds(5))
			.emitWithAck("question", question)
			.map((answers) -> answers.stream().map((answer) -> answer.get(0)).toList());
	}

	@OnEvent("join")
	List<String> join(Socket socket, String room) {
		socket.join(room);
		return socket.rooms().stream().sorted().toList();
	}

	@OnEvent("leave")
	List<String> leave(Socket socket, String room) {
		socket.leave(room);
		return socket.rooms().stream().sorted().toList();
	}

	@OnEvent("to-others")
	void toOthers(Socket socket, String room, String text) {
		socket.to(room).emit("room-message", text);
	}

	@OnEvent("to-room")
	void toRoom(String room, String text) {
		this.server.to(room).emit("room-message", text);
	}

	@OnEvent("to-room-except")
	void toRoomExcept(String room, String except, String text) {
		this.server.to(room).except(except).emit("room-message", text);
	}

	@OnEvent("to-everyone-else")
	void toEveryoneElse(Socket socket, String text) {
		socket.broadcast().emit("room-message", text);
	}

}
