package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.transport.webflux.Query;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.webflux.TransportHandler;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Serves WebSocket handshakes: opens sessions, and moves open ones here.
 */
public final class WebSocketTransportHandler implements TransportHandler {

	private final EngineServer engine;

	private final WebSocketTransport webSockets;

	private final RequestHooks hooks;

	/**
	 * Creates a handler.
	 * @param engine the engine
	 * @param webSockets upgrades requests
	 * @param hooks what the application wants to know
	 */
	public WebSocketTransportHandler(EngineServer engine, WebSocketTransport webSockets, RequestHooks hooks) {
		this.engine = engine;
		this.webSockets = webSockets;
		this.hooks = hooks;
	}

	@Override
	public String transport() {
		return Transports.WEBSOCKET.name();
	}

	@Override
	public void check(ServerWebExchange exchange) {
		if (!this.webSockets.isHandshake(exchange.getRequest())) {
			throw new RequestRefusedException(RequestError.BAD_REQUEST);
		}
	}

	@Override
	public Mono<Void> open(ServerWebExchange exchange, RequestCheck.Handshake handshake, EngineRequest request) {
		return this.webSockets.upgrade(exchange, isTextOnly(exchange),
				(connection) -> open(exchange, connection, handshake, request));
	}

	private void open(ServerWebExchange exchange, FramedConnection connection, RequestCheck.Handshake handshake,
			EngineRequest request) {
		try {
			this.engine.openFramed(handshake.revision(), request, connection);
		}
		catch (RequestRefusedException ex) {
			// Too many sessions, or the server has begun to stop: too late for a refusal.
			this.hooks.refused(exchange, request, ex.error(), String.valueOf(ex.getMessage()));
			connection.closeUnused();
		}
	}

	@Override
	public Mono<Void> serve(ServerWebExchange exchange, TransportSession session) {
		return this.webSockets.upgrade(exchange, isTextOnly(exchange), (connection) -> {
			if (!session.startUpgrade(connection)) {
				connection.closeUnused();
			}
		});
	}

	private static boolean isTextOnly(ServerWebExchange exchange) {
		return Query.of(exchange).containsKey("b64");
	}

}
