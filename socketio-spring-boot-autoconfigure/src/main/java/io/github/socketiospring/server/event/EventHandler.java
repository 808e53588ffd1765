package io.github.socketiospring.server.event;

import java.util.function.UnaryOperator;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Handles one kind of event of a namespace; found once, at start-up.
 */
public interface EventHandler extends EventTarget {

	/**
	 * Returns the types the event's arguments are bound to as they are read.
	 * @return the binding, or {@code null} if the handler wants
	 * {@link EventCall#arguments()} instead
	 */
	@Nullable ArgumentBinding binding();

	/**
	 * Tells where {@link #handle} may be called.
	 * @return {@code true} for the event loop, where it must not block; {@code false} for
	 * a thread that may
	 */
	boolean runsOnEventLoop();

	/**
	 * Handles an event. The socket's next event waits until this is done.
	 * @param call the event
	 * @return completes when the event is handled, its values are of no meaning; or
	 * {@code null} if it is handled already
	 * @throws Throwable if it cannot be handled; it is offered to the namespace's
	 * exception handlers and logged if none takes it, like an error of the publisher
	 */
	@Override
	@Nullable Publisher<?> handle(EventCall call) throws Throwable;

	/**
	 * Returns how often each socket may send what this handles, if the configuration does
	 * not say so.
	 * @return the rate, or {@code null} for any number of times
	 */
	default @Nullable Rate rate() {
		return null;
	}

	/**
	 * An event for this handler has arrived. Called by the receiving event loop.
	 * @return what goes with the event to {@link #handle}, or {@code null} for nothing
	 */
	default @Nullable Arrival arrived() {
		return null;
	}

	/**
	 * Puts something around the calls.
	 * @param wrapper makes it of what is called
	 * @return a handler that treats exceptions as this does, outside of what was added
	 */
	default EventHandler around(UnaryOperator<EventTarget> wrapper) {
		return new WatchedHandler.Wrapped(this, wrapper.apply(this));
	}

	/**
	 * Takes an event whose arguments do not fit {@link #binding()}; called where
	 * {@link #handle} would have been.
	 * @param exception why they do not fit
	 * @param call the event, without arguments
	 * @return as for {@link #handle}
	 * @throws Throwable as for {@link #handle}; by default the given exception
	 */
	default @Nullable Publisher<?> bindingFailed(ArgumentBindingException exception, EventCall call) throws Throwable {
		throw exception;
	}

}
