package io.github.socketiospring.e2e.server;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Ack;
import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The root namespace, with annotated handlers.
 */
@SocketIONamespace
class RootController {

	private final SocketIOServer server;

	RootController(SocketIOServer server) {
		this.server = server;
	}

	@OnConnect
	void connected(Socket socket, Handshake handshake, @Nullable Map<String, Object> auth) {
		socket.emit("welcome", new Welcome(socket.id(), auth, handshake.query().getFirst("tag")));
	}

	@OnDisconnect
	void disconnected(Socket socket, DisconnectReason reason) {
		Gone.announce(this.server, socket, reason);
	}

	@OnEvent("echo")
	void echo(Socket socket, Arguments arguments) {
		socket.emit("echoed", Echo.of(arguments));
	}

	@OnEvent("echo-ack")
	void echo(Arguments arguments, Ack ack) {
		ack.send(Echo.of(arguments));
	}

	/**
	 * Leaves its client without an answer.
	 * @param ack what would answer it
	 */
	@OnEvent("no-answer")
	void unanswered(Ack ack) {
	}

	/** What an echo cannot tell: a client may garble both ways alike. */
	@OnEvent("code-points")
	List<Integer> codePoints(String text) {
		return text.codePoints().boxed().toList();
	}

	@OnEvent("from-code-points")
	String fromCodePoints(List<Integer> codePoints) {
		StringBuilder text = new StringBuilder();
		codePoints.forEach(text::appendCodePoint);
		return text.toString();
	}

	@OnEvent("upload")
	Receipt upload(Upload upload) {
		List<byte[]> parts = new ArrayList<>(upload.parts());
		List<Integer> sizes = parts.stream().map((part) -> part.length).toList();
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		parts.forEach(whole::writeBytes);
		Collections.reverse(parts);
		return new Receipt(upload.name(), sizes, parts, new Note(whole.toByteArray()));
	}

	/**
	 * Waits for the client's answer in a handler that may block, while the client sends
	 * more.
	 * @param socket the asking client's socket
	 * @param question what to ask it
	 * @return what it answers
	 */
	@OnEvent("ask-me")
	@Nullable JsonNode askMe(Socket socket, JsonNode question) {
		return socket.emitWithAck("question", question).map((answer) -> answer.get(0)).block();
	}

	@OnEvent("ask-me-briefly")
	Mono<String> askMeBriefly(Socket socket, JsonNode question) {
		return socket.timeout(Duration.ofMillis(100))
			.emitWithAck("question", question)
			.map((answer) -> answer.get(0, String.class))
			.onErrorReturn(AckException.class, "no answer");
	}

	@OnEvent("number")
	void number(Socket socket, int number) {
		numbersOf(socket).add(number);
		socket.emit("numbered", number);
	}

	@OnEvent("numbers")
	List<Integer> numbers(Socket socket) {
		return numbersOf(socket);
	}

	@OnEvent("count")
	void count(Socket socket, int end) {
		for (int number = 0; number < end; number++) {
			socket.emit("counted", number);
		}
	}

	@OnEvent("volatile")
	void fleeting(Socket socket, int end) {
		for (int number = 0; number < end; number++) {
			socket.volatileEmit("fleeting", number);
		}
	}

	@OnEvent("transport")
	String transport(Socket socket) {
		return socket.transport();
	}

	@OnEvent("disconnect-me")
	void disconnect(Socket socket, boolean closeConnection) {
		socket.disconnect(closeConnection);
	}

	@SuppressWarnings("unchecked")
	private static List<Integer> numbersOf(Socket socket) {
		return (List<Integer>) socket.data()
			.computeIfAbsent("numbers", (key) -> Collections.synchronizedList(new ArrayList<>()));
	}

	record Welcome(String id, @Nullable Map<String, Object> auth, @Nullable String tag) {
	}

	record Upload(String name, List<byte[]> parts) {
	}

	record Receipt(String name, List<Integer> sizes, List<byte[]> parts, Note note) {
	}

	record Note(byte[] whole) {
	}

}
