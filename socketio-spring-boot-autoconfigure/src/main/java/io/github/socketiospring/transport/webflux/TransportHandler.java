package io.github.socketiospring.transport.webflux;

import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.handshake.RequestRefusedException;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Serves the requests that name one transport, after the engine has checked them against
 * that transport's row of its table. Safe for use by any thread. A
 * {@link RequestRefusedException} that a method throws, or that {@link #open} signals, is
 * answered as the reference server does.
 */
public interface TransportHandler {

	/**
	 * Returns the transport that this handler serves.
	 * @return its name in the engine's table of transports
	 */
	String transport();

	/**
	 * Checks what only this transport knows of its requests. Called for every request,
	 * before the application is asked and before {@link #open} and {@link #serve}.
	 * @param exchange the request
	 * @throws RequestRefusedException if the request cannot be served
	 */
	default void check(ServerWebExchange exchange) {
	}

	/**
	 * Opens a session, which the engine and the application allow.
	 * @param exchange the request and its response
	 * @param handshake what the engine knows of the request
	 * @param request the request, as the session keeps it
	 * @return completes when the request has been answered, or its connection has ended
	 */
	Mono<Void> open(ServerWebExchange exchange, RequestCheck.Handshake handshake, EngineRequest request);

	/**
	 * Serves a request of an open session. If another transport carries that session, the
	 * request is a first step to move it to this one.
	 * @param exchange the request and its response
	 * @param session the session
	 * @return completes when the request has been answered, or its connection has ended
	 */
	Mono<Void> serve(ServerWebExchange exchange, TransportSession session);

}
