package io.github.socketiospring.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.socketiospring.Socket;
import io.github.socketiospring.dispatch.HandshakeValues;
import io.github.socketiospring.transport.webflux.ExchangeValues;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * What is kept of the exchange that opens a connection because a handler wants it, such
 * as its session and its {@link Locale}.
 */
final class KeptValues implements HandshakeValues, ExchangeValues {

	private final Map<Class<?>, Function<ServerWebExchange, Mono<?>>> sources;

	private final Map<Class<?>, Function<ServerWebExchange, Mono<?>>> wanted = new ConcurrentHashMap<>();

	private final BiFunction<Socket, Class<?>, @Nullable Object> kept;

	/**
	 * Creates an object that keeps nothing yet.
	 * @param sources what there is to keep, by its type
	 * @param kept finds what was kept for a socket
	 */
	KeptValues(Map<Class<?>, Function<ServerWebExchange, Mono<?>>> sources,
			BiFunction<Socket, Class<?>, @Nullable Object> kept) {
		this.sources = sources;
		this.kept = kept;
	}

	@Override
	public boolean want(Class<?> type) {
		Function<ServerWebExchange, Mono<?>> source = this.sources.get(type);
		if (source != null) {
			this.wanted.put(type, source);
		}
		return source != null;
	}

	@Override
	public @Nullable Object get(Socket socket, Class<?> type) {
		Object value = this.kept.apply(socket, type);
		return (value == null && type == Locale.class) ? Locale.getDefault() : value;
	}

	@Override
	public Mono<Map<Class<?>, Object>> read(ServerWebExchange exchange) {
		if (this.wanted.isEmpty()) {
			return ExchangeValues.NONE.read(exchange);
		}
		Map<Class<?>, Object> values = new ConcurrentHashMap<>();
		return Flux.fromIterable(this.wanted.entrySet())
			.flatMap((entry) -> entry.getValue().apply(exchange).doOnNext((value) -> values.put(entry.getKey(), value)))
			.then(Mono.fromSupplier(() -> Map.copyOf(values)));
	}

}
