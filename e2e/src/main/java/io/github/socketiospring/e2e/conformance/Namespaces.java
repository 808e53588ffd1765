package io.github.socketiospring.e2e.conformance;

import java.util.Map;
import java.util.stream.IntStream;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * The namespaces the Socket.IO suite joins.
 */
@Component
class Namespaces {

	Namespaces(SocketIOServer server) {
		server.of("/").onConnection(Namespaces::sendAuth).onConnection(Namespaces::echo);
		server.of("/custom").onConnection(Namespaces::sendAuth);
	}

	private static void sendAuth(Socket socket) {
		JsonNode auth = socket.handshake().auth();
		// The reference server's handshake.auth is an empty object if nothing was sent.
		socket.emit("auth", auth.isMissingNode() ? Map.of() : auth);
	}

	private static void echo(Socket socket) {
		socket.on("message", (arguments, ack) -> socket.emit("message-back", all(arguments)));
		socket.on("message-with-ack", (arguments, ack) -> ack.send(all(arguments)));
	}

	private static Object[] all(Arguments arguments) {
		return IntStream.range(0, arguments.size()).mapToObj(arguments::get).toArray();
	}

}
