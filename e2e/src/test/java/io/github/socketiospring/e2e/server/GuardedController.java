package io.github.socketiospring.e2e.server;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import reactor.core.publisher.Mono;

/**
 * A namespace with checks, where clients may do more once they have logged in.
 */
@SocketIONamespace(value = "/guarded",
		initialAcl = { "connect", "disconnect", "log-in", "echo-ack", "unheard", "drop-me" })
class GuardedController {

	GuardedController(SocketIOServer server) {
		server.of("/guarded").useForEvents(GuardedController::rename);
	}

	private static Mono<ClientEvent> rename(ClientEvent event) {
		return Mono.just(event.name().equals("alias")
				? event.withName("echo-ack").withArguments(event.name(), event.arguments()) : event);
	}

	@OnEvent("log-in")
	void logIn(Socket socket) {
		socket.acl().allow("secret").deny("log-in");
	}

	@OnEvent("secret")
	String secret() {
		return "known";
	}

	@OnEvent("echo-ack")
	void echo(Arguments arguments, Ack ack) {
		ack.send(arguments);
	}

	@OnEvent("drop-me")
	void drop(Socket socket) {
		socket.disconnectSilently(true);
	}

}
