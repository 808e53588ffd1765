package io.github.socketiospring;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends events to one client or to many. Immutable: {@link #timeout(Duration)} returns a
 * new emitter, so emitters may be kept and shared between threads. Nothing here blocks.
 * <p>
 * Events emitted by one thread reach each client in the order in which they were emitted.
 *
 * @param <A> what an acknowledgement is: {@link Arguments} for one client, a list of them
 * for many
 */
public interface Emitter<A> {

	/**
	 * Sets how long {@link #emitWithAck(String, Object...)} waits.
	 * @param timeout the time-out, at least a millisecond
	 * @return a new emitter
	 * @throws IllegalArgumentException if the time-out is shorter than a millisecond
	 */
	Emitter<A> timeout(Duration timeout);

	/**
	 * Emits an event.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments; each is anything that Jackson can write,
	 * {@code byte[]} and {@link java.nio.ByteBuffer} anywhere in them travel as binary
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event only to those clients that can take it right now; the others miss
	 * it.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @throws IllegalArgumentException if the event name is reserved
	 * @see #emit(String, Object...)
	 */
	void volatileEmit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event that must be acknowledged, when the returned {@code Mono} is
	 * subscribed to, once per subscription. Cancelling forgets the request.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return what the client has answered, or all of the clients; an
	 * {@link AckException} if the answer does not come in time
	 * @throws IllegalArgumentException if the event name is reserved
	 */
	Mono<A> emitWithAck(String event, @Nullable Object... arguments);

	/**
	 * Emits a {@code message} event, which is what {@code send} does in clients.
	 * @param arguments the event's arguments; clients of protocol 1 receive one string as
	 * a text message and any other single argument as a JSON message
	 */
	default void send(@Nullable Object... arguments) {
		emit("message", arguments);
	}

	/**
	 * Emits a {@code message} event with one argument, even if that is an array or
	 * {@code null}.
	 * @param value the argument
	 */
	default void sendJson(@Nullable Object value) {
		emit("message", new @Nullable Object[] { value });
	}

}
