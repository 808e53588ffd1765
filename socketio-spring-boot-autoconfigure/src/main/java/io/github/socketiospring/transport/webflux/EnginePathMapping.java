package io.github.socketiospring.transport.webflux;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.Ordered;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Gives the dispatcher the handlers of {@link EnginePaths}. Stands before the
 * application's own mappings. Takes only requests of its own application context:
 * Actuator's management port, whose context is a child, would find this mapping too.
 */
public final class EnginePathMapping implements HandlerMapping, Ordered, ApplicationContextAware {

	private static final int ORDER = -2;

	private final EnginePaths paths;

	private volatile @Nullable ApplicationContext context;

	/**
	 * Creates a mapping.
	 * @param paths finds the handlers
	 */
	public EnginePathMapping(EnginePaths paths) {
		this.paths = paths;
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		EnginePaths.Target target = isOwn(exchange) ? this.paths.target(exchange) : null;
		if (target == null) {
			return Mono.empty();
		}
		if (CorsUtils.isPreFlightRequest(exchange.getRequest())) {
			// Of these Spring calls no handler: whoever maps them must answer them.
			return target.handler().handle(exchange).then(target.mapped());
		}
		return target.mapped();
	}

	/**
	 * Finds the handler of a request, preflights included.
	 * @param exchange the request
	 * @return the handler, or {@code null} if the path is not the engine's
	 */
	@Nullable WebHandler find(ServerWebExchange exchange) {
		return isOwn(exchange) ? this.paths.find(exchange) : null;
	}

	private boolean isOwn(ServerWebExchange exchange) {
		ApplicationContext own = this.context;
		ApplicationContext where = exchange.getApplicationContext();
		return own == null || where == null || where == own;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
