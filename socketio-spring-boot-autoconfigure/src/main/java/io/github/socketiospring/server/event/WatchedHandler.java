package io.github.socketiospring.server.event;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A handler with watches.
 *
 * @param handler the handler, with those who look around its calls
 * @param watches are told of events when they arrive
 */
record WatchedHandler(EventHandler handler, List<EventWatch> watches) implements EventHandler {

	@Override
	public @Nullable ArgumentBinding binding() {
		return this.handler.binding();
	}

	@Override
	public boolean runsOnEventLoop() {
		return this.handler.runsOnEventLoop();
	}

	@Override
	public @Nullable Rate rate() {
		return this.handler.rate();
	}

	@Override
	public @Nullable Arrival arrived() {
		return arrived(this.watches);
	}

	/** At most one of them has something to keep. */
	static @Nullable Arrival arrived(List<EventWatch> watches) {
		Arrival kept = null;
		for (EventWatch watch : watches) {
			Arrival own = watch.arrived();
			kept = (own != null) ? own : kept;
		}
		return kept;
	}

	@Override
	public EventHandler around(UnaryOperator<EventTarget> wrapper) {
		return new WatchedHandler(this.handler.around(wrapper), this.watches);
	}

	@Override
	public @Nullable Publisher<?> handle(EventCall call) throws Throwable {
		return this.handler.handle(call);
	}

	@Override
	public @Nullable Publisher<?> bindingFailed(ArgumentBindingException exception, EventCall call) throws Throwable {
		return this.handler.bindingFailed(exception, call);
	}

	@Override
	public String toString() {
		return this.handler.toString();
	}

	/**
	 * A handler with something around its calls.
	 *
	 * @param handler the handler
	 * @param target what is called instead
	 */
	record Wrapped(EventHandler handler, EventTarget target) implements EventHandler {

		@Override
		public @Nullable ArgumentBinding binding() {
			return this.handler.binding();
		}

		@Override
		public boolean runsOnEventLoop() {
			return this.handler.runsOnEventLoop();
		}

		@Override
		public @Nullable Rate rate() {
			return this.handler.rate();
		}

		@Override
		public @Nullable Publisher<?> handle(EventCall call) throws Throwable {
			return this.target.handle(call);
		}

		@Override
		public @Nullable Publisher<?> bindingFailed(ArgumentBindingException exception, EventCall call)
				throws Throwable {
			return this.handler.bindingFailed(exception, call);
		}

		@Override
		public String toString() {
			return this.handler.toString();
		}

	}

}
