package io.github.socketiospring.dispatch;

import java.util.function.Function;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * An {@code @OnEvent} method. Safe for use by any thread.
 */
final class EventHandlerMethod implements EventHandler {

	private final HandlerInvocation invocation;

	private final @Nullable ArgumentBinding binding;

	private final boolean eventLoop;

	private final ExceptionHandlerMethods exceptions;

	private final @Nullable Rate rate;

	private final Function<String, EventDescription> description;

	EventHandlerMethod(HandlerInvocation invocation, @Nullable ArgumentBinding binding, boolean eventLoop,
			ExceptionHandlerMethods exceptions, @Nullable Rate rate, Function<String, EventDescription> description) {
		this.invocation = invocation;
		this.binding = binding;
		this.eventLoop = eventLoop;
		this.exceptions = exceptions;
		this.rate = rate;
		this.description = description;
	}

	/**
	 * Describes what the method takes and answers.
	 * @param event the event's name
	 */
	EventDescription describe(String event) {
		return this.description.apply(event);
	}

	@Override
	public @Nullable ArgumentBinding binding() {
		return this.binding;
	}

	@Override
	public boolean runsOnEventLoop() {
		return this.eventLoop;
	}

	@Override
	public @Nullable Rate rate() {
		return this.rate;
	}

	@Override
	public @Nullable Publisher<?> handle(EventCall call) throws Throwable {
		return this.invocation.call(call);
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception, EventCall call) throws Throwable {
		return this.exceptions
			.handle((exception instanceof ArgumentBindingException misfit) ? Payloads.misfit(misfit) : exception, call);
	}

	@Override
	public String toString() {
		return this.invocation.toString();
	}

}
