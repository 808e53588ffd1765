package io.github.socketiospring.server.recovery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The sockets that have gone and whose handlers do not know it yet: when one of them
 * comes back, its handlers must learn first that it was gone. Safe for use by any thread.
 */
public final class Departures {

	private final Map<String, Mono<Void>> underWay = new ConcurrentHashMap<>();

	/**
	 * A socket has gone.
	 * @param privateId its secret
	 * @return to be run when all its handlers are done
	 */
	public Runnable begin(String privateId) {
		Sinks.Empty<Void> end = Sinks.empty();
		Mono<Void> done = end.asMono();
		this.underWay.put(privateId, done);
		return () -> {
			this.underWay.remove(privateId, done);
			end.tryEmitEmpty();
		};
	}

	/**
	 * Returns the end of a socket's departure.
	 * @param privateId its secret
	 * @return completes when the handlers of the socket that it was are done;
	 * {@code null} if they are
	 */
	public @Nullable Mono<Void> endOf(String privateId) {
		return this.underWay.get(privateId);
	}

}
