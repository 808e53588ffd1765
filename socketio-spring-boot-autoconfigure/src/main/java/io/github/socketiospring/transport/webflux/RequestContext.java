package io.github.socketiospring.transport.webflux;

import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Decides what of the opening request's Reactor context a connection's handlers run with.
 * Asked once per connection.
 */
@FunctionalInterface
public interface RequestContext {

	/** The context as it is. */
	RequestContext UNCHANGED = Mono::just;

	/**
	 * Returns the context of handlers.
	 * @param context the request's context
	 * @return a context, resolved as far as plain handlers need it
	 */
	Mono<ContextView> of(ContextView context);

}
