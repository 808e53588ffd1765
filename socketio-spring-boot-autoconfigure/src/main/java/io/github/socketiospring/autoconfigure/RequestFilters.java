package io.github.socketiospring.autoconfigure;

import java.util.List;

import io.github.socketiospring.handshake.HandshakeRequest;
import io.github.socketiospring.handshake.RequestFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks all filters of an application, one after the other. The first that refuses has the
 * last word.
 *
 * @param filters the filters, in the order in which they are asked
 */
record RequestFilters(List<RequestFilter> filters) implements RequestFilter {

	@Override
	public Mono<Void> check(HandshakeRequest request) {
		return switch (this.filters.size()) {
			case 0 -> Mono.empty();
			case 1 -> this.filters.get(0).check(request);
			default -> Flux.fromIterable(this.filters).concatMap((filter) -> filter.check(request)).then();
		};
	}

}
