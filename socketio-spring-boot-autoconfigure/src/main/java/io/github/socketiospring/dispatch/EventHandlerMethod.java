package io.github.socketiospring.dispatch;

import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.EventTarget;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * An {@code @OnEvent} method. Safe for use by any thread.
 */
final class EventHandlerMethod implements EventHandler {

	private final HandlerInvocation invocation;

	/** The invocation, or something around it. */
	private final EventTarget target;

	private final @Nullable ArgumentBinding binding;

	private final boolean eventLoop;

	private final ExceptionHandlerMethods exceptions;

	private final @Nullable Rate rate;

	private final Function<String, EventDescription> description;

	EventHandlerMethod(HandlerInvocation invocation, @Nullable ArgumentBinding binding, boolean eventLoop,
			ExceptionHandlerMethods exceptions, @Nullable Rate rate, Function<String, EventDescription> description) {
		this(invocation, invocation::call, binding, eventLoop, exceptions, rate, description);
	}

	private EventHandlerMethod(HandlerInvocation invocation, EventTarget target, @Nullable ArgumentBinding binding,
			boolean eventLoop, ExceptionHandlerMethods exceptions, @Nullable Rate rate,
			Function<String, EventDescription> description) {
		this.invocation = invocation;
		this.target = target;
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
	public EventHandler around(UnaryOperator<EventTarget> wrapper) {
		return new EventHandlerMethod(this.invocation, wrapper.apply(this.target), this.binding, this.eventLoop,
				this.exceptions, this.rate, this.description);
	}

	@Override
	public @Nullable Rate rate() {
		return this.rate;
	}

	@Override
	public @Nullable Publisher<?> handle(EventCall call) throws Throwable {
		Publisher<?> result;
		try {
			result = this.target.handle(call);
		}
		catch (Throwable ex) {
			return this.exceptions.handle(ex, call);
		}
		return this.exceptions.apply(result, call);
	}

	@Override
	public @Nullable Publisher<?> bindingFailed(ArgumentBindingException exception, EventCall call) throws Throwable {
		return this.exceptions.handle(Payloads.misfit(exception), call);
	}

	@Override
	public String toString() {
		return this.invocation.toString();
	}

}
