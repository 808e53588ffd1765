package io.github.socketiospring.server.event;

import java.util.List;

import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.EventRefusedException;
import io.github.socketiospring.ClientEvent;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Asks the interceptors of an event, one after the other; each is given what the one
 * before it has passed on.
 */
final class InterceptorTask implements SocketTask {

	private final EventCall call;

	private final List<EventInterceptor> interceptors;

	private volatile @Nullable EventCall admitted;

	/**
	 * Creates a task.
	 * @param call the event
	 * @param interceptors the interceptors
	 */
	InterceptorTask(EventCall call, List<EventInterceptor> interceptors) {
		this.call = call;
		this.interceptors = interceptors;
	}

	/**
	 * Returns the event that goes on, when this is done.
	 * @return the event, or {@code null} if it was refused
	 */
	@Nullable EventCall admitted() {
		return this.admitted;
	}

	@Override
	public boolean runsOnEventLoop() {
		return true;
	}

	@Override
	public Publisher<?> run() {
		Mono<ClientEvent> passed = Mono.just(this.call.whole());
		for (EventInterceptor interceptor : this.interceptors) {
			passed = passed.flatMap(interceptor::intercept);
		}
		return passed.switchIfEmpty(Mono.error(InterceptorTask::dropped))
			.doOnNext(this::admit)
			.contextWrite(((EventSocket) this.call.socket()).context());
	}

	private static EventRefusedException dropped() {
		return new EventRefusedException("an interceptor has not passed it on");
	}

	private void admit(ClientEvent event) {
		if (!(event instanceof WholeEvent whole) || whole.socket() != this.call.socket()
				|| whole.ack() != this.call.ack()) {
			throw new IllegalStateException("an interceptor has passed on another event than the one it was given");
		}
		this.admitted = whole.call();
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

}
