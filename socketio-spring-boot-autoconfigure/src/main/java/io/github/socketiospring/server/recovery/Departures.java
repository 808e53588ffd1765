package io.github.socketiospring.server.recovery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The sockets that have gone and whose handlers do not know it yet: when one of them
 * comes back, its handlers must learn first that it was gone. Safe for use by any thread.
 *
 * @param <S> the type of the sockets
 */
public final class Departures<S> {

	private final Map<String, Departure<S>> underWay = new ConcurrentHashMap<>();

	/**
	 * The end of a socket.
	 *
	 * @param <S> the type of the socket
	 * @param socket the socket that has gone
	 * @param end completes when all its handlers are done
	 */
	public record Departure<S>(S socket, Mono<Void> end) {

	}

	/**
	 * A socket has gone.
	 * @param privateId its secret
	 * @param socket the socket
	 * @return to be run when all its handlers are done
	 */
	public Runnable begin(String privateId, S socket) {
		Sinks.Empty<Void> end = Sinks.empty();
		Departure<S> departure = new Departure<>(socket, end.asMono());
		this.underWay.put(privateId, departure);
		return () -> {
			this.underWay.remove(privateId, departure);
			end.tryEmitEmpty();
		};
	}

	/**
	 * Returns a socket's departure.
	 * @param privateId its secret
	 * @return the departure; {@code null} if the handlers of the socket that it was are
	 * done
	 */
	public @Nullable Departure<S> of(String privateId) {
		return this.underWay.get(privateId);
	}

}
