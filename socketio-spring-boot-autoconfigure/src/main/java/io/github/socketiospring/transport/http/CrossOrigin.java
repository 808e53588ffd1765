package io.github.socketiospring.transport.http;

import io.github.socketiospring.engine.RequestError;
import io.github.socketiospring.engine.RequestRefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;

/**
 * Which other origins may use the server. CORS guards only what a page can read, so a
 * WebSocket's origin is checked here too.
 */
final class CrossOrigin {

	private final @Nullable CorsConfiguration configuration;

	private final Processor processor = new Processor();

	CrossOrigin(@Nullable CorsConfiguration configuration) {
		this.configuration = configuration;
	}

	/**
	 * Checks the origin of a request and adds the CORS headers of its answer.
	 * @param exchange the exchange
	 * @param upgrade whether the request is a WebSocket handshake
	 * @return {@code false} if the request was a preflight and is answered
	 * @throws RequestRefusedException if the origin may not use this server
	 */
	boolean process(ServerWebExchange exchange, boolean upgrade) {
		ServerHttpRequest request = exchange.getRequest();
		String origin = request.getHeaders().getOrigin();
		if (origin == null) {
			return true;
		}
		if (upgrade) {
			checkWebSocket(request, origin);
			return true;
		}
		if (this.configuration == null) {
			// Served, but without headers no page of another origin can read the answer.
			return true;
		}
		addHeaders(this.configuration, exchange);
		if (CorsUtils.isPreFlightRequest(request)) {
			exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
			return false;
		}
		return true;
	}

	/** Other origins are served too, but without headers no page can read the answer. */
	private void addHeaders(CorsConfiguration cors, ServerWebExchange exchange) {
		try {
			this.processor.process(cors, exchange);
		}
		catch (IllegalArgumentException ex) {
			// An origin that is no URL is not allowed.
		}
	}

	private void checkWebSocket(ServerHttpRequest request, String origin) {
		boolean allowed = !isCrossOrigin(request)
				|| (this.configuration != null && this.configuration.checkOrigin(origin) != null);
		if (!allowed) {
			throw new RequestRefusedException(RequestError.FORBIDDEN);
		}
	}

	/**
	 * Tells whether a request comes from a page of another origin.
	 * @param request the request
	 * @return {@code false} if it has no origin or its own
	 */
	static boolean isCrossOrigin(ServerHttpRequest request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException ex) {
			// An origin that is no URL, such as that of a sandboxed frame: "null".
			return true;
		}
	}

	/**
	 * Refuses nothing.
	 */
	private static final class Processor extends DefaultCorsProcessor {

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
			response.getHeaders().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
		}

	}

}
