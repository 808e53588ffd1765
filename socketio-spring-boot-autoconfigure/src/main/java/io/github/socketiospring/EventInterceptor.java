package io.github.socketiospring;

import reactor.core.publisher.Mono;

/**
 * Sees events before their handlers do: those of a socket, or those of a whole namespace.
 * It may let an event pass, replace its name and arguments, or refuse it. Runs on an
 * event loop: blocking work belongs on another scheduler. The {@code Mono} runs with the
 * Reactor context of the request that opened the connection, such as its security
 * context.
 */
@FunctionalInterface
public interface EventInterceptor {

	/**
	 * Checks an event. The socket's next event waits until this is decided.
	 * @param event the event, as the interceptor before this one has passed it on
	 * @return the event that goes on: the given one, or one that
	 * {@link ClientEvent#withName} and {@link ClientEvent#withArguments} have made of it.
	 * An empty {@code Mono}, and an error, thrown or returned, refuse the event: it is
	 * dropped, and the error goes to the exception handlers; an empty {@code Mono} counts
	 * as an {@link EventRefusedException}. If none takes it, such an exception is logged
	 * at debug level, since clients decide how often that happens, and any other error as
	 * a fault of the application
	 */
	Mono<ClientEvent> intercept(ClientEvent event);

}
