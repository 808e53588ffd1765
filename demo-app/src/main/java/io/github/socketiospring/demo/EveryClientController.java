package io.github.socketiospring.demo;

import java.time.Duration;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The page with every client: all of them in one room, whatever protocol they speak.
 */
@SocketIONamespace("/everyone")
class EveryClientController {

	private static final String ROOM = "everyone";

	private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

	@OnConnect
	void joined(Socket socket) {
		socket.join(ROOM);
		socket.emit("welcome", sender(socket));
	}

	@OnEvent("say")
	Outcome say(Socket socket, long id, String text) {
		return deliver(socket, id, "said", Input.message(text));
	}

	@OnEvent("bytes")
	Outcome bytes(Socket socket, long id, byte[] bytes) {
		// Clients without binary data receive a string, in base64.
		return deliver(socket, id, "bytes", Input.bytes(bytes));
	}

	private Outcome deliver(Socket socket, long id, String event, Object content) {
		socket.to(ROOM)
			.timeout(DELIVERY_TIMEOUT)
			.emitWithAck(event, sender(socket), content)
			.onErrorResume(AckException.class, (ex) -> Mono.just(ex.answers()))
			.subscribe((answers) -> socket.emit("delivered", id, answers.size()));
		return Outcome.OK;
	}

	private static Sender sender(Socket socket) {
		Handshake handshake = socket.handshake();
		return new Sender(socket.id(), Input.client(handshake.query().getFirst("client")), handshake.revision());
	}

	/**
	 * Who has said something.
	 *
	 * @param id the socket's id
	 * @param client the version of the client, as the client says itself when it connects
	 * @param revision the generation of the client, as the server sees it
	 */
	record Sender(String id, @Nullable String client, Revision revision) {
	}

}
