package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Handles an event: a handler or listener, or something around one.
 */
@FunctionalInterface
public interface EventTarget {

	/**
	 * Handles an event. The socket's next event waits until this is done.
	 * @param call the event
	 * @return completes when the event is handled, its values are of no meaning; or
	 * {@code null} if it is handled already
	 * @throws Throwable if it cannot be handled; {@link #failed} is called with it, as
	 * with an error of the publisher
	 */
	@Nullable Publisher<?> handle(EventCall call) throws Throwable;

	/**
	 * Deals with an event that was not handled; called where {@link #handle} was, or
	 * where its publisher has failed.
	 * @param exception what was thrown
	 * @param call the event
	 * @return completes when it is dealt with, or {@code null} if it is
	 * @throws Throwable what is left, by default all; it is offered to the namespace's
	 * exception handlers and logged if none takes it, like an error of the publisher
	 */
	default @Nullable Publisher<?> failed(Throwable exception, EventCall call) throws Throwable {
		throw exception;
	}

}
