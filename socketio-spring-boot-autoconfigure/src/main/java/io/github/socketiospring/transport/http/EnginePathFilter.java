package io.github.socketiospring.transport.http;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * Takes requests from the last filter directly to their handler. The dispatcher would
 * find the same one by asking the {@linkplain EnginePathMapping mapping}, but its search
 * costs a poll more than all that the engine does. Where another filter comes behind, or
 * something else than the dispatcher, everything goes its usual way.
 */
public final class EnginePathFilter implements WebFilter, Ordered {

	private final List<EnginePathMapping> mappings;

	/**
	 * Creates a filter.
	 * @param mappings know the handlers
	 */
	public EnginePathFilter(List<EnginePathMapping> mappings) {
		this.mappings = List.copyOf(mappings);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (isLast(chain)) {
			for (EnginePathMapping mapping : this.mappings) {
				WebHandler handler = mapping.find(exchange);
				if (handler != null) {
					return handler.handle(exchange);
				}
			}
		}
		return chain.filter(exchange);
	}

	private boolean isLast(WebFilterChain chain) {
		if (chain instanceof DefaultWebFilterChain known && known.getHandler() instanceof DispatcherHandler) {
			List<WebFilter> filters = known.getFilters();
			return filters.get(filters.size() - 1) == this;
		}
		return false;
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
