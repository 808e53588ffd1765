package io.github.socketiospring.e2e.server;

import java.util.List;
import java.util.Map;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * All namespaces but the root one, without annotations.
 */
@Component
class OtherNamespaces {

	private final SocketIOServer server;

	OtherNamespaces(SocketIOServer server) {
		this.server = server;
		server.of("/observer");
		server.of("/second").onConnection(this::listen);
		server.of("/tenant-{id:[a-z0-9]+}").onConnection(this::listen);
		server.of("/refusing").use((socket) -> Mono.error(refusal(socket)));
	}

	private void listen(Socket socket) {
		socket.on("whoami", (arguments, ack) -> ack.send(socket.namespace().name(), socket.id()))
			.on("transport", (arguments, ack) -> ack.send(socket.transport()))
			.on("echo", (arguments, ack) -> socket.emit("echoed", Echo.of(arguments)))
			.on("sibling", (arguments, ack) -> ack.send(socket.sibling("/").map(Socket::id).orElse(null)))
			.onDisconnect((reason, description) -> Gone.announce(this.server, socket, reason));
	}

	private static ConnectRefusedException refusal(Socket socket) {
		return new ConnectRefusedException("not welcome",
				Map.of("code", 42, "because", List.of("auth", socket.handshake().auth())));
	}

}
