package io.github.socketiospring.transport.webflux;

import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Reads what handlers want to know of the request that opens a session, beyond what the
 * engine does. Asked once per session.
 */
@FunctionalInterface
public interface ExchangeValues {

	/** Handlers want nothing. */
	ExchangeValues NONE = (exchange) -> Mono.just(Map.of());

	/**
	 * Reads the values.
	 * @param exchange the request
	 * @return the values by their types, to be kept as long as the session
	 */
	Mono<Map<Class<?>, Object>> read(ServerWebExchange exchange);

}
