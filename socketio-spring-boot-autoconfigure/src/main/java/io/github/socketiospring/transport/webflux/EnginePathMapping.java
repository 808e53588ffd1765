package io.github.socketiospring.transport.webflux;

import java.util.Map;
import java.util.stream.Collectors;

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
 * Maps everything below a path to a handler, by the reference server's rule: the path
 * begins with the prefix and a slash. Stands before the application's own mappings. Takes
 * only requests of its own application context: Actuator's management port, whose context
 * is a child, would find this mapping too.
 */
public final class EnginePathMapping implements HandlerMapping, Ordered, ApplicationContextAware {

	private static final int ORDER = -2;

	private final String prefix;

	private final String path;

	private final boolean addTrailingSlash;

	private final Target handler;

	private final Map<String, Target> sections;

	private final Map<String, Target> files;

	private volatile @Nullable ApplicationContext context;

	/**
	 * Creates a mapping.
	 * @param path the path, without the slash at its end
	 * @param addTrailingSlash whether requests must have that slash; otherwise the path
	 * alone is the handler's, too
	 * @param handler serves the requests
	 * @param sections serve other requests, by the first name below the path
	 * @param files serves the files directly below the path, by name
	 */
	public EnginePathMapping(String path, boolean addTrailingSlash, WebHandler handler,
			Map<String, ? extends WebHandler> sections, Map<String, ? extends WebHandler> files) {
		this.path = path;
		this.prefix = path + "/";
		this.addTrailingSlash = addTrailingSlash;
		this.handler = new Target(handler);
		this.sections = targets(sections);
		this.files = targets(files);
	}

	private static Map<String, Target> targets(Map<String, ? extends WebHandler> handlers) {
		return handlers.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (entry) -> new Target(entry.getValue())));
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		Target target = target(exchange);
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
	public @Nullable WebHandler find(ServerWebExchange exchange) {
		Target target = target(exchange);
		return (target != null) ? target.handler() : null;
	}

	private @Nullable Target target(ServerWebExchange exchange) {
		String requested = exchange.getRequest().getPath().pathWithinApplication().value();
		if (!requested.startsWith(this.path) || !isOwn(exchange)) {
			return null;
		}
		if (requested.startsWith(this.prefix)) {
			return target(requested.substring(this.prefix.length()));
		}
		return (!this.addTrailingSlash && requested.length() == this.path.length()) ? this.handler : null;
	}

	private boolean isOwn(ServerWebExchange exchange) {
		ApplicationContext own = this.context;
		ApplicationContext where = exchange.getApplicationContext();
		return own == null || where == null || where == own;
	}

	private Target target(String rest) {
		if (rest.isEmpty()) {
			return this.handler;
		}
		int slash = rest.indexOf('/');
		Target section = this.sections.get((slash >= 0) ? rest.substring(0, slash) : rest);
		return (section != null) ? section : this.files.getOrDefault(rest, this.handler);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	/**
	 * Holds a handler in both forms that are asked for.
	 *
	 * @param handler the handler
	 * @param mapped the same, to return without allocating anything
	 */
	private record Target(WebHandler handler, Mono<Object> mapped) {

		Target(WebHandler handler) {
			this(handler, Mono.just(handler));
		}

	}

}
