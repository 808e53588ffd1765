package io.github.socketiospring.transport.websocket;

import java.util.function.Consumer;

import io.github.socketiospring.engine.FramedConnection;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Takes one upgraded connection over for the engine, as a channel where the server is
 * Reactor Netty and as Spring's session anywhere else.
 */
final class EngineWebSocketHandler implements WebSocketHandler {

	private final WebSocketOptions options;

	private final boolean textOnly;

	private final Consumer<FramedConnection> connected;

	EngineWebSocketHandler(WebSocketOptions options, boolean textOnly, Consumer<FramedConnection> connected) {
		this.options = options;
		this.textOnly = textOnly;
		this.connected = connected;
	}

	WebSocketOptions options() {
		return this.options;
	}

	/** Whether the client takes binary data as base64 only. */
	boolean textOnly() {
		return this.textOnly;
	}

	void connected(FramedConnection connection) {
		this.connected.accept(connection);
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return new SessionWebSocketConnection(session, this.options, this.textOnly).run(this.connected);
	}

}
