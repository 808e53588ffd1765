package io.github.socketiospring.transport.webflux;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * Takes requests from the last filter directly to their handler, the one that the
 * {@linkplain EnginePathMapping mapping} would give to the dispatcher: that one's search
 * costs a poll about as much as all that the engine does. Nothing between is left out but
 * the dispatcher's own handling of errors (controller advice); where another filter comes
 * behind, or a mapping of the application before the engine's, or something else than the
 * plain dispatcher, everything goes its usual way. Safe for use by any thread.
 */
public final class EnginePathFilter implements WebFilter, Ordered {

	/** Boot's own mappings, such as Actuator's, have other paths. */
	private static final String BOOT = "org.springframework.boot.";

	private final List<EnginePathMapping> mappings;

	/** The end of the chain, if nothing comes between it and the mappings. */
	private volatile @Nullable WebFilterChain shortcut;

	/**
	 * Creates a filter.
	 * @param mappings know the handlers
	 */
	public EnginePathFilter(List<EnginePathMapping> mappings) {
		this.mappings = List.copyOf(mappings);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (isShortcut(chain)) {
			for (EnginePathMapping mapping : this.mappings) {
				WebHandler handler = mapping.find(exchange);
				if (handler != null) {
					return handler.handle(exchange);
				}
			}
		}
		return chain.filter(exchange);
	}

	private boolean isShortcut(WebFilterChain chain) {
		if (chain == this.shortcut) {
			return true;
		}
		if (chain instanceof DefaultWebFilterChain known && isLast(known.getFilters())
				&& known.getHandler() instanceof DispatcherHandler dispatcher && isFirst(dispatcher)) {
			this.shortcut = chain;
			return true;
		}
		return false;
	}

	private boolean isLast(List<WebFilter> filters) {
		return !filters.isEmpty() && filters.get(filters.size() - 1) == this;
	}

	private boolean isFirst(DispatcherHandler dispatcher) {
		List<HandlerMapping> all = dispatcher.getHandlerMappings();
		if (all == null || dispatcher.getClass() != DispatcherHandler.class) {
			return false;
		}
		List<HandlerMapping> relevant = all.stream()
			.filter((mapping) -> !mapping.getClass().getName().startsWith(BOOT))
			.limit(this.mappings.size())
			.toList();
		return relevant.equals(this.mappings);
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	/** Asked for with each request. */
	@Override
	public String toString() {
		return "Socket.IO";
	}

}
