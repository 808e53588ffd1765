package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Handles what the handlers of a namespace have thrown.
 */
public interface EventExceptionHandler {

	/**
	 * Tells whether this handler takes an exception.
	 * @param exception the exception
	 * @return {@code true} if {@link #handle} may be called with it
	 */
	boolean handles(Throwable exception);

	/**
	 * Handles an exception. Called on the thread where the handler ran or, for a reactive
	 * one, where it failed.
	 * @param exception the exception
	 * @param call the event that was being handled; for connect and disconnect handlers
	 * an event of the name {@code connect}, {@code disconnecting} or {@code disconnect}
	 * @return completes when it is handled, or {@code null} if it is handled already
	 * @throws Throwable if this fails in turn; it is logged
	 */
	@Nullable Publisher<?> handle(Throwable exception, EventCall call) throws Throwable;

}
