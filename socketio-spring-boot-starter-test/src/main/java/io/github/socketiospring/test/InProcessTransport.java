package io.github.socketiospring.test;

import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.transport.webflux.TransportHandler;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Opens the session of one client, on a connection in memory.
 *
 * @param transport the transport that it stands for
 * @param engine the engine
 * @param client the client
 */
record InProcessTransport(String transport, EngineServer engine, TestConnection client) implements TransportHandler {

	@Override
	public Mono<Void> open(ServerWebExchange exchange, RequestCheck.Handshake handshake, EngineRequest request) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatus.SWITCHING_PROTOCOLS);
		return response.setComplete()
			.then(Mono.fromFuture(() -> CompletableFuture.runAsync(() -> open(handshake, request),
					this.client.connection().executor())));
	}

	private void open(RequestCheck.Handshake handshake, EngineRequest request) {
		this.client.begin(handshake.revision());
		try {
			this.engine.openFramed(handshake.revision(), request, this.client.connection());
		}
		catch (RequestRefusedException ex) {
			this.client.refused(ex);
		}
	}

	@Override
	public Mono<Void> serve(ServerWebExchange exchange, TransportSession session) {
		return Mono.error(new RequestRefusedException(RequestError.BAD_REQUEST));
	}

}
