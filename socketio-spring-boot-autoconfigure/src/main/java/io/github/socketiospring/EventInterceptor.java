package io.github.socketiospring;

import reactor.core.publisher.Mono;

/**
 * Sees every event of a socket before its handlers do, and may refuse it. Runs on an
 * event loop: blocking work belongs on another scheduler.
 */
@FunctionalInterface
public interface EventInterceptor {

	/**
	 * Checks an event.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return completes if the event may be handled; with an error, thrown or returned,
	 * the event is dropped, its acknowledgement stays unanswered, and the error goes to
	 * the exception handlers. If none takes it, an {@link EventRefusedException} is
	 * logged at debug level, since clients decide how often that happens, and any other
	 * error as a fault of the application
	 */
	Mono<Void> intercept(String event, Arguments arguments);

}
