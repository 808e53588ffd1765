package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Wraps the calls of the handlers and listeners of one event of a namespace, to measure
 * or to trace them. One instance serves all sockets, so it must be safe for use by any
 * thread.
 */
@FunctionalInterface
public interface EventWatch {

	/**
	 * An event has arrived and has a handler. Called by the receiving event loop.
	 * @return what is kept with this event until it is handled, or {@code null} for
	 * nothing
	 */
	default @Nullable Arrival arrived() {
		return null;
	}

	/**
	 * Calls who takes the event, once, where that belongs.
	 * @param call the event
	 * @param target who takes it
	 * @return what that has returned, or something around it
	 * @throws Throwable what that has thrown: an {@link EventFailedException} if the
	 * event has failed; so may a publisher
	 */
	@Nullable Publisher<?> call(EventCall call, EventTarget target) throws Throwable;

	/**
	 * Calls a listener, or a handler for coming and going, once, where that belongs. It
	 * is not for the one who has {@link #arrived()}.
	 * @param call the event
	 * @param target who takes it
	 * @return what that has returned, or something around it
	 * @throws Throwable what that has thrown
	 */
	default @Nullable Publisher<?> callOther(EventCall call, EventTarget target) throws Throwable {
		return call(call, target);
	}

}
