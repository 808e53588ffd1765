package io.github.socketiospring.readme;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

@SocketIONamespace("/chat")
class ChatController {

	record Message(String user, String text) {
	}

	@OnEvent("say")
	String say(Socket socket, Message message) {
		socket.broadcast().emit("said", message);
		return "delivered";
	}

}
