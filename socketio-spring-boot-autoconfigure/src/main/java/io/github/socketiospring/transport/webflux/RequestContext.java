package io.github.socketiospring.transport.webflux;

import java.util.List;

import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.server.ServerWebExchange;

/**
 * Decides what of the opening request's Reactor context a connection's handlers run with.
 * Asked once per connection.
 */
@FunctionalInterface
public interface RequestContext {

	/** The context as it is. */
	RequestContext UNCHANGED = (exchange, context) -> Mono.just(context);

	/**
	 * Applies several, one after another.
	 * @param all the decisions, in their order
	 * @return all as one
	 */
	static RequestContext all(List<RequestContext> all) {
		return all.stream()
			.reduce((first,
					second) -> (exchange, context) -> first.of(exchange, context)
						.flatMap((own) -> second.of(exchange, own)))
			.orElse(UNCHANGED);
	}

	/**
	 * Returns the context of handlers.
	 * @param exchange the request
	 * @param context the request's context
	 * @return a context, resolved as far as plain handlers need it
	 */
	Mono<ContextView> of(ServerWebExchange exchange, ContextView context);

}
