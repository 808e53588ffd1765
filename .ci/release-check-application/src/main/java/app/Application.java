package app;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Application {

	public static void main(String[] args) {
		SpringApplication.run(Application.class, args);
	}

	@SocketIONamespace("/chat")
	static class ChatController {

		@OnEvent("say")
		String say(String text) {
			return "heard " + text;
		}

	}

}
