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
	 * @return completes if the event may be handled; an error goes to the exception
	 * handlers instead and the event is dropped
	 */
	Mono<Void> intercept(String event, Arguments arguments);

}
