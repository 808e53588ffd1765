package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.ConnectInterceptor;
import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The checks that a client passes before it joins: first those of what a namespace
 * belongs to, then its own. Safe for use by any thread.
 */
final class ConnectChecks {

	private final @Nullable ConnectChecks outer;

	private final List<ConnectInterceptor> own = new CopyOnWriteArrayList<>();

	/**
	 * Creates checks, none yet.
	 * @param outer the checks that come first
	 */
	ConnectChecks(@Nullable ConnectChecks outer) {
		this.outer = outer;
	}

	void add(ConnectInterceptor interceptor) {
		this.own.add(interceptor);
	}

	/**
	 * Asks all, one after the other.
	 * @return completes if the socket may join; {@code null} if there is nobody to ask
	 */
	@Nullable Mono<Void> check(Socket socket) {
		List<ConnectInterceptor> all = all();
		return all.isEmpty() ? null
				: Flux.fromIterable(all)
					.concatMap((interceptor) -> Mono.defer(() -> interceptor.intercept(socket)))
					.then();
	}

	private List<ConnectInterceptor> all() {
		List<ConnectInterceptor> first = (this.outer != null) ? this.outer.all() : List.of();
		if (first.isEmpty()) {
			return this.own;
		}
		List<ConnectInterceptor> all = new ArrayList<>(first);
		all.addAll(this.own);
		return all;
	}

}
