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
	 * @throws Throwable if it cannot be handled
	 */
	@Nullable Publisher<?> handle(EventCall call) throws Throwable;

}
