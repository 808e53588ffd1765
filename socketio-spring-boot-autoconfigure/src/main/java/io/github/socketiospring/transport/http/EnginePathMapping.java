package io.github.socketiospring.transport.http;

import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Maps everything below a path to a handler, by the reference server's rule: the path
 * begins with the prefix and a slash. Stands before the application's own mappings.
 */
public final class EnginePathMapping implements HandlerMapping, Ordered {

	private static final int ORDER = -2;

	private final String prefix;

	private final Mono<Object> handler;

	private final Map<String, Mono<Object>> files;

	/**
	 * Creates a mapping.
	 * @param path the path, without the slash at its end
	 * @param handler serves the requests
	 * @param files serves the files directly below the path, by name
	 */
	public EnginePathMapping(String path, WebHandler handler, Map<String, ? extends WebHandler> files) {
		this.prefix = path + "/";
		this.handler = Mono.just(handler);
		this.files = files.entrySet()
			.stream()
			.collect(java.util.stream.Collectors.toUnmodifiableMap(Map.Entry::getKey,
					(entry) -> Mono.just(entry.getValue())));
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		if (!path.startsWith(this.prefix)) {
			return Mono.empty();
		}
		Mono<Object> target = this.files.getOrDefault(path.substring(this.prefix.length()), this.handler);
		// No handler is called with a preflight request: it is for mappings to answer.
		return CorsUtils.isPreFlightRequest(exchange.getRequest())
				? target.delayUntil((handler) -> ((WebHandler) handler).handle(exchange)) : target;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
