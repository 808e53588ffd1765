package io.github.socketiospring.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.Socket;
import io.github.socketiospring.observation.SocketIOEventObservationContext.Outcome;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventFailedException;
import io.github.socketiospring.server.event.EventSocket;
import io.github.socketiospring.server.event.EventTarget;
import io.github.socketiospring.server.event.EventWatch;
import io.github.socketiospring.server.event.LogText;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Observes the calls of one handler. Each is the current observation of the thread while
 * the handler is called, and of the Reactor context until its publisher has ended.
 *
 * @param watcher knows where observations go
 * @param namespace the namespace, or the pattern of its family
 * @param event what the handler was registered for
 */
record ObservedEvent(ObservationWatcher watcher, String namespace, String event) implements EventWatch {

	@Override
	@SuppressWarnings("try")
	public @Nullable Publisher<?> call(EventCall call, EventTarget target) throws Throwable {
		if (this.watcher.isNoop()) {
			return target.handle(call);
		}
		SocketIOEventObservationContext context = context(call);
		Observation observation = this.watcher.observation(context);
		if (observation.isNoop()) {
			return target.handle(call);
		}
		Running running = new Running(observation.start(), context);
		Publisher<?> result;
		try (Observation.Scope scope = observation.openScope()) {
			result = target.handle(call);
		}
		catch (Throwable ex) {
			running.failed(ex);
			throw ex;
		}
		if (result == null) {
			running.end(Outcome.SUCCESS);
			return null;
		}
		return running.around(result);
	}

	private SocketIOEventObservationContext context(EventCall call) {
		Socket socket = call.socket();
		String id = (socket instanceof EventSocket own) ? own.nameInLogs() : socket.id();
		String received = call.event().equals(this.event) ? this.event : LogText.of(call.event());
		return new SocketIOEventObservationContext(socket, id, this.namespace, this.event, received);
	}

	/**
	 * One call. A publisher may be cancelled although it has completed: the first end
	 * counts.
	 */
	private static final class Running {

		private final Observation observation;

		private final SocketIOEventObservationContext context;

		private final AtomicBoolean ended = new AtomicBoolean();

		Running(Observation observation, SocketIOEventObservationContext context) {
			this.observation = observation;
			this.context = context;
		}

		Publisher<?> around(Publisher<?> result) {
			return Flux.from(result)
				.doOnComplete(() -> end(Outcome.SUCCESS))
				.doOnError(this::failed)
				.doOnCancel(() -> end(Outcome.CANCELLED))
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, this.observation));
		}

		void failed(Throwable exception) {
			this.observation.error(EventFailedException.cause(exception));
			end(Outcome.ERROR);
		}

		void end(Outcome outcome) {
			if (this.ended.compareAndSet(false, true)) {
				this.context.setOutcome(outcome);
				this.observation.stop();
			}
		}

	}

}
