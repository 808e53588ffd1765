package io.github.socketiospring.servlet;

import java.util.function.Supplier;

import io.github.socketiospring.transport.webflux.EnginePaths;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;

/**
 * Makes exchanges of a servlet's requests and gives them to the engine's handlers, on the
 * container's thread: all that belongs to it, as the security context does, can be read
 * when the handlers are called.
 */
final class ServletExchanges extends HttpWebHandlerAdapter {

	/**
	 * Creates a handler of requests.
	 * @param mapping finds the engine's handlers
	 */
	ServletExchanges(Supplier<EnginePaths> mapping) {
		super((exchange) -> handle(exchange, mapping.get().find(exchange)));
		// Sessions are those of the servlet's request.
		setSessionManager((exchange) -> Mono.empty());
	}

	private static Mono<Void> handle(ServerWebExchange exchange, @Nullable WebHandler handler) {
		if (handler == null) {
			exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
			return exchange.getResponse().setComplete();
		}
		Mono<Void> handled = handler.handle(exchange);
		// WebFlux would put it into the context: spans of handlers belong below the
		// request's.
		Observation observation = ObservationThreadLocalAccessor.getInstance().getValue();
		return (observation != null) ? handled.contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, observation))
				: handled;
	}

	@Override
	protected ServerWebExchange createExchange(ServerHttpRequest request, ServerHttpResponse response) {
		return new ServletExchange(FormRequest.of(request), response, getSessionManager(), getCodecConfigurer(),
				getLocaleContextResolver());
	}

}
