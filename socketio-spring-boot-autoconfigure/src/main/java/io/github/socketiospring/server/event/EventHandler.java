package io.github.socketiospring.server.event;

import io.github.socketiospring.codec.json.ArgumentBinding;
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
	 * @throws Throwable if it cannot be handled; {@link #failed} is called with it, as
	 * with an error of the publisher
	 */
	@Override
	@Nullable Publisher<?> handle(EventCall call) throws Throwable;

	/**
	 * Deals with an event that was not handled, or did not fit {@link #binding()}; called
	 * where {@link #handle} would have been, or where its publisher has failed.
	 * @param exception what was thrown, or why the arguments do not fit
	 * @param call the event, without arguments if they do not fit
	 * @return completes when it is dealt with, or {@code null} if it is
	 * @throws Throwable what is left, by default all; it is offered to the namespace's
	 * exception handlers and logged if none takes it, like an error of the publisher
	 */
	default @Nullable Publisher<?> failed(Throwable exception, EventCall call) throws Throwable {
		throw exception;
	}

	/**
	 * Returns how often each socket may send what this handles, if the configuration does
	 * not say so.
	 * @return the rate, or {@code null} for any number of times
	 */
	default @Nullable Rate rate() {
		return null;
	}

}
