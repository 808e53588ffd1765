package io.github.socketiospring;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends events to one client or to many. Immutable: {@link #timeout(Duration)} and
 * {@link #compress(boolean)} return a new emitter, so emitters may be kept and shared
 * between threads. Nothing here blocks.
 * <p>
 * Events emitted by one thread reach each client in the order in which they were emitted.
 *
 * @param <A> what an acknowledgement is: {@link Arguments} for one client, a list of them
 * for many
 */
public interface Emitter<A> {

	/**
	 * Sets how long {@link #emitWithAck(String, Object...)} and its kin wait.
	 * @param timeout the time-out, at least a millisecond; without this,
	 * {@code socketio.ack-timeout}
	 * @return a new emitter
	 * @throws IllegalArgumentException if the time-out is shorter than a millisecond
	 */
	Emitter<A> timeout(Duration timeout);

	/**
	 * Sets whether what is emitted may be compressed on its way, where the connection
	 * compresses at all: as a WebSocket message with
	 * {@code socketio.per-message-deflate.enabled}, on Reactor Netty, or in the answer to
	 * a poll with {@code socketio.http-compression.enabled}. An answer that carries other
	 * messages, too, is compressed unless all of them are not to be.
	 * @param compress {@code false} for what is compressed already, such as images;
	 * {@code true} is the default
	 * @return a new emitter
	 */
	Emitter<A> compress(boolean compress);

	/**
	 * Emits an event.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments; each is anything that Jackson can write,
	 * {@code byte[]} and {@link java.nio.ByteBuffer} anywhere in them travel as binary,
	 * and {@link Arguments} as the values they are
	 * @return whether the event was dropped
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	EmitResult emit(String event, @Nullable Object... arguments);

	/**
	 * Emits an event only to those clients that can take it right now; the others miss
	 * it.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return whether the event was dropped
	 * @throws IllegalArgumentException if the event name is reserved
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 * @see #emit(String, Object...)
	 */
	EmitResult volatileEmit(String event, @Nullable Object... arguments);

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
	 * Emits an event that must be acknowledged, only to those clients that can take it
	 * right now; the others are not asked.
	 * @param event the event's name, not one of the reserved names
	 * @param arguments the event's arguments
	 * @return as for {@link #emitWithAck(String, Object...)}; for one client that cannot
	 * take it, an {@link AckException} at once
	 * @throws IllegalArgumentException if the event name is reserved
	 */
	Mono<A> volatileEmitWithAck(String event, @Nullable Object... arguments);

	/**
	 * Emits a {@code message} event, which is what {@code send} does in clients.
	 * @param arguments the event's arguments; clients of protocol 1 receive one string as
	 * a text message and any other single argument as a JSON message
	 * @return whether the event was dropped
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	default EmitResult send(@Nullable Object... arguments) {
		return emit("message", arguments);
	}

	/**
	 * Emits a {@code message} event that must be acknowledged.
	 * @param arguments the event's arguments, as for {@link #send(Object...)}
	 * @return as for {@link #emitWithAck(String, Object...)}
	 */
	default Mono<A> sendWithAck(@Nullable Object... arguments) {
		return emitWithAck("message", arguments);
	}

	/**
	 * Emits a {@code message} event with one argument, even if that is an array or
	 * {@code null}.
	 * @param value the argument
	 * @return whether the event was dropped
	 * @throws tools.jackson.core.JacksonException if the argument cannot be written
	 */
	default EmitResult sendJson(@Nullable Object value) {
		return emit("message", new @Nullable Object[] { value });
	}

	/**
	 * Emits a {@code message} event with one argument that must be acknowledged.
	 * @param value the argument, as for {@link #sendJson(Object)}
	 * @return as for {@link #emitWithAck(String, Object...)}
	 */
	default Mono<A> sendJsonWithAck(@Nullable Object value) {
		return emitWithAck("message", new @Nullable Object[] { value });
	}

}
