package io.github.socketiospring.transport.webflux;

import java.security.Principal;

import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.RequestValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Reads what the engine wants to know of a request.
 */
public final class RequestReader {

	private static final Principal NOBODY = () -> "";

	private final RequestContext requestContext;

	private final ExchangeValues values;

	/**
	 * Creates a reader.
	 * @param requestContext decides what handlers see of the request's Reactor context
	 * @param values reads what else handlers want to know
	 */
	public RequestReader(RequestContext requestContext, ExchangeValues values) {
		this.requestContext = requestContext;
		this.values = values;
	}

	/**
	 * Tells whether a request asks for a WebSocket.
	 * @param request the request
	 * @return {@code true} if its {@code Upgrade} header says so
	 */
	public static boolean isUpgrade(ServerHttpRequest request) {
		return "websocket".equalsIgnoreCase(request.getHeaders().getFirst(HttpHeaders.UPGRADE));
	}

	/**
	 * Reads the request that opens a session.
	 * @param exchange the request
	 * @return the request, as a session keeps it
	 */
	public Mono<EngineRequest> read(ServerWebExchange exchange) {
		Mono<Principal> principal = exchange.<Principal>getPrincipal().defaultIfEmpty(NOBODY);
		Mono<EngineRequest> request = Mono
			.deferContextual((context) -> principal.flatMap((user) -> this.requestContext.of(exchange, context)
				.map((own) -> read(exchange, (user != NOBODY) ? user : null, own))));
		return (this.values != ExchangeValues.NONE)
				? request.flatMap((read) -> this.values.read(exchange).map(read::with)) : request;
	}

	/**
	 * Reads a request without asking who sent it.
	 * @param exchange the request
	 * @return the request, without a principal and a context
	 */
	static EngineRequest readAnonymous(ServerWebExchange exchange) {
		return read(exchange, null, Context.empty());
	}

	private static EngineRequest read(ServerWebExchange exchange, @Nullable Principal principal, ContextView context) {
		ServerHttpRequest request = exchange.getRequest();
		boolean secure = request.getSslInfo() != null || "https".equals(request.getURI().getScheme());
		return new EngineRequest(request.getMethod().name(), request.getURI(), headers(request), Query.of(exchange),
				request.getRemoteAddress(), secure, CrossOrigin.isCrossOrigin(request), principal,
				withoutNoop(context));
	}

	private static RequestValues headers(ServerHttpRequest request) {
		HttpServerRequest netty = NettyExchange.bare(request);
		return (netty != null) ? RequestValues.ofHeaders(netty.requestHeaders())
				: RequestValues.ofHeaders(request.getHeaders());
	}

	/**
	 * WebFlux puts an observation there even if nothing is observed. Without it most
	 * contexts are empty, and nothing need be done with them when a handler is called.
	 */
	private static ContextView withoutNoop(ContextView context) {
		Object observation = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		return (observation instanceof Observation known && known.isNoop())
				? Context.of(context).delete(ObservationThreadLocalAccessor.KEY) : context;
	}

}
