package io.github.socketiospring.observation;

import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventTarget;
import io.github.socketiospring.server.event.EventWatch;
import io.github.socketiospring.server.event.EventWatcher;
import io.github.socketiospring.server.event.LogText;
import io.github.socketiospring.server.event.NamespaceWatch;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Puts the event that is being handled, or the job, into the logging context (MDC): on
 * the thread that calls the handler, and in the Reactor context for those that its
 * publisher uses.
 */
public final class MdcWatcher implements EventWatcher {

	@Override
	public NamespaceWatch namespace(String name) {
		return new NamespaceWatch() {

			@Override
			public EventWatch event(String event) {
				return new Around(event, LogText.of(event));
			}

			@Override
			public EventWatch job() {
				return event(EventCall.JOB);
			}

		};
	}

	/**
	 * Stands around the calls of one handler.
	 *
	 * @param event what the handler was registered for
	 * @param shown the same, made fit for logs
	 */
	private record Around(String event, String shown) implements EventWatch {

		@Override
		public @Nullable Publisher<?> call(EventCall call, EventTarget target) throws Throwable {
			MdcValues values = MdcValues.of(call.socket(),
					call.event().equals(this.event) ? this.shown : LogText.of(call.event()));
			MdcValues before = MdcValues.current();
			MdcValues.replace(values);
			Publisher<?> result;
			try {
				result = target.handle(call);
			}
			finally {
				MdcValues.replace(before);
			}
			return (result != null) ? Flux.from(result).contextWrite((context) -> context.put(MdcValues.KEY, values))
					: null;
		}

	}

}
