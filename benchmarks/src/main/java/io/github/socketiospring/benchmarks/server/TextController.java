package io.github.socketiospring.benchmarks.server;

import java.util.List;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * Sends back what it gets, to one or many.
 */
@SocketIONamespace
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
class TextController {

	private static final String ROOM = "room";

	private final SocketIOServer io;

	TextController(SocketIOServer io) {
		this.io = io;
	}

	@OnEvent("echo")
	void echo(Socket socket, Text text) {
		socket.emit("echo", text);
	}

	@OnEvent("string")
	void echo(Socket socket, String text) {
		socket.emit("string", text);
	}

	/** Some handlers block. */
	@OnEvent("mix")
	void mix(Socket socket, Wait wait) throws InterruptedException {
		if (wait.millis() > 0) {
			Thread.sleep(wait.millis());
		}
		socket.emit("mix", wait);
	}

	@OnEvent("ack")
	Text acknowledge(Text text) {
		return text;
	}

	@OnEvent("all")
	void toAll(Text text) {
		this.io.emit("all", text);
	}

	@OnEvent("join")
	void join(Socket socket, List<String> rooms) {
		socket.join(rooms.toArray(String[]::new));
	}

	@OnEvent("room")
	void toRoom(Text text) {
		this.io.to(ROOM).emit("room", text);
	}

}
