package io.github.socketiospring;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits an event to one client that must acknowledge it within a time-out. Obtained from
 * {@link Socket#timeout(java.time.Duration)}.
 */
@FunctionalInterface
public interface AckEmitter {

	/**
	 * Emits the event when the returned {@code Mono} is subscribed to, once per
	 * subscription.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return the client's answer; an {@link AckException} if it does not come in time or
	 * the socket disconnects first; cancelling forgets the request
	 */
	Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments);

}
