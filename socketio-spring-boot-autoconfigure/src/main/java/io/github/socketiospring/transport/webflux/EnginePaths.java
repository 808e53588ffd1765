package io.github.socketiospring.transport.webflux;

import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Finds the handler of every request below a path, by the reference server's rule: a
 * request's path begins with the prefix and a slash. Immutable.
 */
public final class EnginePaths {

	private final String prefix;

	private final String path;

	private final boolean addTrailingSlash;

	private final Target handler;

	private final Map<String, Target> sections;

	private final Map<String, Target> files;

	/**
	 * Creates the paths.
	 * @param path the path, without the slash at its end
	 * @param addTrailingSlash whether requests must have that slash; otherwise the path
	 * alone is the handler's, too
	 * @param handler serves the requests
	 * @param sections serve other requests, by the first name below the path
	 * @param files serves the files directly below the path, by name
	 */
	public EnginePaths(String path, boolean addTrailingSlash, WebHandler handler,
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

	/**
	 * Finds the handler of a request, preflights included.
	 * @param exchange the request
	 * @return the handler, or {@code null} if the path is not the engine's
	 */
	public @Nullable WebHandler find(ServerWebExchange exchange) {
		Target target = target(exchange);
		return (target != null) ? target.handler() : null;
	}

	@Nullable Target target(ServerWebExchange exchange) {
		String requested = exchange.getRequest().getPath().pathWithinApplication().value();
		if (!requested.startsWith(this.path)) {
			return null;
		}
		if (requested.startsWith(this.prefix)) {
			return target(requested.substring(this.prefix.length()));
		}
		return (!this.addTrailingSlash && requested.length() == this.path.length()) ? this.handler : null;
	}

	private Target target(String rest) {
		if (rest.isEmpty()) {
			return this.handler;
		}
		int slash = rest.indexOf('/');
		Target section = this.sections.get((slash >= 0) ? rest.substring(0, slash) : rest);
		return (section != null) ? section : this.files.getOrDefault(rest, this.handler);
	}

	/**
	 * Holds a handler in both forms that are asked for.
	 *
	 * @param handler the handler
	 * @param mapped the same, to return without allocating anything
	 */
	record Target(WebHandler handler, Mono<Object> mapped) {

		Target(WebHandler handler) {
			this(handler, Mono.just(handler));
		}

	}

}
