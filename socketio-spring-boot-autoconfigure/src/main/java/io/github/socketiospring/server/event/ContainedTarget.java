package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deals with the failures of a target where it is called: inside of those who stand
 * around it, who put a trace and more into what is logged. They learn of it by an
 * {@link EventFailedException}.
 *
 * @param target the target
 */
record ContainedTarget(EventTarget target) implements EventTarget {

	@Override
	public @Nullable Publisher<?> handle(EventCall call) {
		Publisher<?> result;
		try {
			result = this.target.handle(call);
		}
		catch (Throwable ex) {
			Publisher<?> handling = EventFailures.handle(this.target, call, ex);
			if (handling == null) {
				throw new EventFailedException(ex);
			}
			return Flux.from(handling).then(Mono.error(new EventFailedException(ex)));
		}
		if (result instanceof Mono<?> mono) {
			return mono.onErrorResume((ex) -> handleLater(call, ex));
		}
		return (result != null) ? Flux.from(result).onErrorResume((ex) -> handleLater(call, ex)) : null;
	}

	/** On whichever thread: what stands around the call is in the Reactor context. */
	private <T> Mono<T> handleLater(EventCall call, Throwable exception) {
		return Mono.deferContextual((context) -> {
			Mono<?> handling;
			try {
				handling = ThreadLocals.call(context, () -> {
					Publisher<?> result = EventFailures.handle(this.target, call, exception);
					return (result != null) ? Flux.from(result).then() : null;
				});
			}
			catch (Throwable ex) {
				return Mono.error(ex);
			}
			Mono<T> failure = Mono.error(new EventFailedException(exception));
			return (handling != null) ? handling.then(failure) : failure;
		});
	}

}
