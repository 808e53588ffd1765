package io.github.socketiospring.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * The application {@link TransportKit} talks to.
 */
public final class KitApplication implements SocketIOServerCustomizer {

	static final List<String> NAMESPACES = List.of("/", "/chat", "/other");

	private final Map<String, DisconnectReason> gone = new ConcurrentHashMap<>();

	@Override
	public void customize(SocketIOServer server) {
		for (String name : NAMESPACES) {
			server.of(name).onConnection(this::connected);
			((DefaultSocketIOServer) server).handlers(name).onEvent("burst", new Burst());
		}
	}

	private void connected(Socket socket) {
		socket.on("who", (arguments, ack) -> ack.send(socket.id(), socket.transport()));
		socket.on("echo", (arguments, ack) -> socket.emit("echo", all(arguments)));
		socket.on("ask", (arguments, ack) -> ack.send(all(arguments)));
		socket.on("count", (arguments, ack) -> IntStream.range(0, arguments.get(0, int.class))
			.forEach((i) -> socket.emit("n", i)));
		socket.on("question", (arguments, ack) -> socket.emitWithAck("question", all(arguments))
			.subscribe((answer) -> socket.emit("answered", all(answer))));
		socket.on("kick", (arguments, ack) -> socket.disconnect(arguments.get(0, boolean.class)));
		socket.on("bytes", (arguments, ack) -> {
			byte[] bytes = arguments.get(0, byte[].class);
			ack.send(bytes.length, bytes);
		});
		socket.on("message", (arguments, ack) -> socket.emit("got", "message", arguments.get(0, String.class)));
		socket.on("json", (arguments, ack) -> socket.emit("got", "json", arguments.get(0)));
		socket.on("tell", (arguments, ack) -> socket.emit("message", arguments.get(0, Object.class)));
		socket.onDisconnect((reason, description) -> this.gone.put(socket.id(), reason));
	}

	private static Object[] all(Arguments arguments) {
		return IntStream.range(0, arguments.size()).mapToObj(arguments::get).toArray();
	}

	public @Nullable DisconnectReason reason(String id) {
		return this.gone.get(id);
	}

	/**
	 * Emits an event, and another that may be dropped, before the first can have left.
	 */
	private static final class Burst implements EventHandler {

		@Override
		public @Nullable ArgumentBinding binding() {
			return null;
		}

		@Override
		public boolean runsOnEventLoop() {
			return true;
		}

		@Override
		public @Nullable Publisher<?> handle(EventCall call) {
			call.socket().emit("first");
			call.socket().volatileEmit("dropped");
			call.socket().emit("last");
			return null;
		}

	}

}
