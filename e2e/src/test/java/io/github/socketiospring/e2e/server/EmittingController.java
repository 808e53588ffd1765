package io.github.socketiospring.e2e.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.AckException;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import reactor.core.publisher.Mono;

/**
 * Emits in all ways that a client can tell from each other.
 */
@SocketIONamespace("/emitting")
class EmittingController {

	private static final String TEXT = "text ".repeat(1000);

	@OnConnect
	void connected(Socket socket) {
		List<String> outgoing = Collections.synchronizedList(new ArrayList<>());
		socket.data().put("outgoing", outgoing);
		socket.onAnyOutgoing((event, arguments) -> outgoing.add(event + " " + arguments.size()));
	}

	@OnEvent("compressed")
	void compressed(Socket socket, boolean compress, boolean broadcast, Namespace namespace) {
		if (broadcast) {
			namespace.to(socket.id()).compress(compress).emit("text", TEXT);
		}
		else {
			socket.compress(compress).emit("text", TEXT);
		}
	}

	@OnEvent("volatile")
	int fleeting(Socket socket, int count) {
		int queued = 0;
		for (int i = 0; i < count; i++) {
			queued += socket.volatileEmit("fleeting", i).isDropped() ? 0 : 1;
		}
		return queued;
	}

	@OnEvent("ask")
	Mono<String> ask(Socket socket) {
		return socket.emitWithAck("question")
			.map((answer) -> answer.get(0, String.class))
			.onErrorResume(AckException.class, (ex) -> Mono.just(ex.getMessage()));
	}

	@OnEvent("ask-all")
	Mono<Map<String, Object>> askAll(Socket socket, Namespace namespace) {
		return namespace.to(socket.id())
			.emitWithAckStream("question")
			.collectMap((answer) -> String.valueOf(answer.socketId()),
					(answer) -> (Object) answer.arguments().get(0, String.class))
			.onErrorResume(AckException.class, (ex) -> Mono.just(Map.of("missing", ex.missing())));
	}

	@OnEvent("outgoing")
	Object outgoing(Socket socket) {
		return List.copyOf((List<?>) socket.data().get("outgoing"));
	}

	@OnEvent("message")
	void message(Socket socket, String text) {
		socket.send(text, 1);
		socket.sendJson(new int[] { 1, 2 });
		socket.sendWithAck(text).subscribe((answer) -> socket.emit("answered", answer));
	}

	@OnEvent("emit-to")
	String emitTo(Namespace namespace, String id) {
		Socket other = namespace.socket(id);
		return ((other != null) ? other.emit("hello") : EmitResult.DISCONNECTED).name();
	}

}
