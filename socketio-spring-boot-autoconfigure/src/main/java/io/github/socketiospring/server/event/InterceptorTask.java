package io.github.socketiospring.server.event;

import java.util.List;

import io.github.socketiospring.EventInterceptor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks the socket's interceptors, one after the other.
 *
 * @param call the event
 * @param interceptors the interceptors
 * @param admission remembers what they said
 */
record InterceptorTask(EventCall call, List<EventInterceptor> interceptors, Admission admission) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return true;
	}

	@Override
	public Publisher<?> run() {
		return Flux.fromIterable(this.interceptors).concatMap(this::ask);
	}

	private Mono<Void> ask(EventInterceptor interceptor) {
		return (this.call.arguments() != null) ? interceptor.intercept(this.call.event(), this.call.arguments())
				: Mono.empty();
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		this.admission.refuse();
		return EventFailures.handle(this.call, exception);
	}

}
