package io.github.socketiospring.test.example;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

@SocketIONamespace("/chat")
public class ChatHandlers {

	private final Greetings greetings;

	ChatHandlers(Greetings greetings) {
		this.greetings = greetings;
	}

	@OnEvent("say")
	String say(Socket socket, Message message) {
		socket.broadcast().emit("said", message);
		return "delivered";
	}

	@OnEvent("greet")
	String greet(String name) {
		return this.greetings.greet(name);
	}

	@OnEvent("fail")
	void fail() {
		throw new UnsupportedOperationException("as asked");
	}

}
