package io.github.socketiospring.samples.cluster;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.beans.factory.annotation.Value;

/**
 * What one says, all hear, whichever servers they are on.
 */
@SocketIONamespace
class ChatController {

	private final String server;

	private final Shutdown shutdown;

	ChatController(@Value("${sample.server}") String server, Shutdown shutdown) {
		this.server = server;
		this.shutdown = shutdown;
	}

	@OnConnect
	void connected(Socket socket) {
		socket.emit("welcome", new Welcome(this.server));
	}

	@OnEvent("say")
	void say(Namespace namespace, @Valid Say say) {
		namespace.emit("said", new Said(say.name(), say.text(), this.server));
	}

	@OnEvent("stop")
	void stop() {
		this.shutdown.begin();
	}

	record Welcome(String server) {
	}

	record Say(@NotBlank @Size(max = 24) String name, @NotBlank @Size(max = 500) String text) {
	}

	record Said(String name, String text, String server) {
	}

}
