package io.github.socketiospring.dispatch;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.LifecycleHandler;
import io.github.socketiospring.server.event.SocketEvents;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * An {@code @OnConnect}, {@code @OnDisconnecting} or {@code @OnDisconnect} method,
 * treated as the handler of an event that needs no answer. Safe for use by any thread.
 */
final class LifecycleHandlerMethod implements LifecycleHandler {

	private final String event;

	private final HandlerInvocation invocation;

	private final Payload payload;

	private final boolean eventLoop;

	private final ExceptionHandlerMethods exceptions;

	LifecycleHandlerMethod(String event, HandlerInvocation invocation, Payload payload, boolean eventLoop,
			ExceptionHandlerMethods exceptions) {
		this.event = event;
		this.invocation = invocation;
		this.payload = payload;
		this.eventLoop = eventLoop;
		this.exceptions = exceptions;
	}

	@Override
	public boolean runsOnEventLoop() {
		return this.eventLoop;
	}

	@Override
	public @Nullable Publisher<?> handle(Socket socket, @Nullable DisconnectReason reason, @Nullable String description)
			throws Throwable {
		EventCall call = new EventCall(socket, this.event, null, null, SocketEvents.NOT_REQUESTED);
		Mono<?> result;
		try {
			@Nullable Object[] bound = this.payload.bind(socket, reason, description);
			call = new EventCall(socket, this.event, bound, null, SocketEvents.NOT_REQUESTED);
			result = this.invocation.call(call);
		}
		catch (ArgumentBindingException ex) {
			return unfit(Payloads.misfit(ex), call);
		}
		catch (InvalidPayloadException ex) {
			return unfit(ex, call);
		}
		catch (Throwable ex) {
			return this.exceptions.handle(ex, call);
		}
		return this.exceptions.apply(result, call);
	}

	/**
	 * Whoever gives credentials that a connect handler cannot take does not get around
	 * that handler.
	 */
	private @Nullable Publisher<?> unfit(InvalidPayloadException exception, EventCall call) throws Throwable {
		try {
			return this.exceptions.handle(exception, call);
		}
		finally {
			if (this.event.equals(SocketEvents.CONNECT)) {
				call.socket().disconnect();
			}
		}
	}

	@Override
	public String toString() {
		return this.invocation.toString();
	}

	/**
	 * What takes the place of an event's arguments.
	 */
	@FunctionalInterface
	interface Payload {

		@Nullable Object[] bind(Socket socket, @Nullable DisconnectReason reason, @Nullable String description);

	}

}
