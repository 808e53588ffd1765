package io.github.socketiospring.test.example;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** One event for each thing a client can do. */
@SocketIONamespace({ "/", "/all" })
public class EveryOperation {

	public static volatile CountDownLatch gate = new CountDownLatch(0);

	private final Journal journal;

	EveryOperation(Journal journal) {
		this.journal = journal;
	}

	@OnConnect
	void connected(Socket socket) {
		socket.emit("welcome", socket.id());
	}

	@OnEvent("echo")
	Arguments echo(Socket socket, Arguments arguments) {
		socket.emit("echoed", arguments);
		return arguments;
	}

	@OnEvent("bytes")
	byte[] bytes(Socket socket, byte[] data) {
		byte[] reversed = new byte[data.length];
		for (int i = 0; i < data.length; i++) {
			reversed[i] = data[data.length - 1 - i];
		}
		socket.emit("reversed", "before", reversed);
		return reversed;
	}

	@OnEvent("ask-me")
	Mono<String> ask(Socket socket, int number) {
		return socket.timeout(Duration.ofSeconds(5))
			.emitWithAck("question", number)
			.map((answer) -> answer.size() + ":" + answer.asList());
	}

	@OnEvent("message")
	void message(Socket socket, JsonNode message) {
		socket.emit("got-message", message);
	}

	@OnEvent("json")
	void json(Socket socket, JsonNode value) {
		socket.emit("got-json", value);
	}

	@OnEvent("who")
	Map<String, Object> who(@Nullable Principal principal, Socket socket, Handshake handshake) {
		return Map.of("user", (principal != null) ? principal.getName() : "nobody", "revision",
				handshake.revision().name(), "token", String.valueOf(handshake.query().getFirst("token")), "header",
				String.valueOf(handshake.headers().getFirst("X-Test")), "auth",
				handshake.auth().path("token").asString(""), "address", String.valueOf(handshake.remoteAddress()),
				"transport", socket.transport(), "cross", handshake.crossDomain(), "path", handshake.uri().getPath());
	}

	@OnEvent("kick")
	void kick(Socket socket) {
		socket.disconnect();
	}

	@OnEvent("close")
	void close(Socket socket) {
		socket.disconnect(true);
	}

	@OnEvent("unanswered")
	void unanswered(Ack ack) {
		// Never.
	}

	@OnEvent("wait")
	void await(Socket socket) throws InterruptedException {
		gate.await();
		socket.emit("waited");
	}

	@OnEvent("burst")
	void burst(Socket socket, int count) {
		for (int i = 0; i < count; i++) {
			socket.emit("number", i);
		}
	}

	@OnEvent("volatile")
	void volatileEvent(Socket socket) {
		socket.volatileEmit("volatile");
		socket.emit("reliable");
	}

	@OnDisconnect
	void disconnected(Socket socket, DisconnectReason reason) {
		this.journal.entries.add(socket.namespace().name() + " " + reason);
	}

}
