package io.github.socketiospring.transport.webflux;

import java.util.List;

import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.handshake.HandshakeRequest;
import io.github.socketiospring.handshake.RefusedRequestListener;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.ResponseHeadersCustomizer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * What an application wants to know of the engine's requests, and to add to its
 * responses. Costs nothing if it wants neither. Safe for use by any thread.
 *
 * @param headers change the headers of responses
 * @param refusals are told of requests that are refused
 * @param values what handlers want to know of requests that open sessions
 * @param watcher is told of requests that are refused, too
 */
public record RequestHooks(List<ResponseHeadersCustomizer> headers, List<RefusedRequestListener> refusals,
		ExchangeValues values, EngineWatcher watcher) {

	/** The application wants nothing. */
	public static final RequestHooks NONE = new RequestHooks(List.of(), List.of(), ExchangeValues.NONE,
			EngineWatcher.NONE);

	private static final Log logger = LogFactory.getLog(RequestHooks.class);

	/** Holds the request that opens a session, from when it is allowed to. */
	private static final String OPENING = RequestHooks.class.getName() + ".OPENING";

	private static final String ELSEWHERE = RequestHooks.class.getName() + ".ELSEWHERE";

	/**
	 * Copies the lists.
	 * @param headers change the headers of responses
	 * @param refusals are told of requests that are refused
	 * @param values what handlers want to know of requests that open sessions
	 * @param watcher is told of requests that are refused, too
	 */
	public RequestHooks {
		headers = List.copyOf(headers);
		refusals = List.copyOf(refusals);
	}

	/**
	 * A request has come in: sees to the headers of its response.
	 * @param exchange the request and its response
	 */
	public void begin(ServerWebExchange exchange) {
		if (!this.headers.isEmpty()) {
			exchange.getResponse().beforeCommit(() -> {
				customize(exchange);
				return Mono.empty();
			});
		}
	}

	/**
	 * A request was allowed to open a session.
	 * @param exchange the request and its response
	 * @param request the request
	 */
	public void open(ServerWebExchange exchange, HandshakeRequest request) {
		if (!this.headers.isEmpty()) {
			exchange.getAttributes().put(OPENING, request);
		}
	}

	/**
	 * Another server has answered a request, and added its headers.
	 * @param exchange the request and its response
	 */
	public static void answeredElsewhere(ServerWebExchange exchange) {
		exchange.getAttributes().put(ELSEWHERE, true);
	}

	private void customize(ServerWebExchange exchange) {
		if (exchange.getAttribute(ELSEWHERE) != null) {
			return;
		}
		HandshakeRequest opening = exchange.getAttribute(OPENING);
		HandshakeRequest request = (opening != null) ? opening : RequestReader.readAnonymous(exchange);
		HttpHeaders target = exchange.getResponse().getHeaders();
		for (ResponseHeadersCustomizer customizer : this.headers) {
			try {
				if (opening != null) {
					customizer.customizeInitial(target, request);
				}
				customizer.customize(target, request);
			}
			catch (RuntimeException ex) {
				logger.error("A customizer of response headers failed", ex);
			}
		}
	}

	/**
	 * A request is refused.
	 * @param exchange the request and its response
	 * @param request the request, or {@code null} if it has not been read
	 * @param error why
	 * @param message why, in words
	 */
	public void refused(ServerWebExchange exchange, @Nullable HandshakeRequest request, RequestError error,
			String message) {
		this.watcher.refused(error);
		if (!this.headers.isEmpty()) {
			exchange.getAttributes().remove(OPENING);
		}
		if (this.refusals.isEmpty()) {
			return;
		}
		HandshakeRequest refused = (request != null) ? request : RequestReader.readAnonymous(exchange);
		for (RefusedRequestListener listener : this.refusals) {
			try {
				listener.refused(refused, error, message);
			}
			catch (RuntimeException ex) {
				logger.error("A listener of refused requests failed", ex);
			}
		}
	}

}
