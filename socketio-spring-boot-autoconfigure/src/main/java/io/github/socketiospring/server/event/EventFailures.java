package io.github.socketiospring.server.event;

import io.github.socketiospring.AckException;
import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.EventRefusedException;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.exc.JsonNodeException;

/**
 * What becomes of an event that is not handled, and of an exception that a handler, a
 * listener or an interceptor has thrown: it goes to the namespace's exception handlers,
 * or is reported once. It never closes the connection.
 */
final class EventFailures {

	private static final Log logger = LogFactory.getLog(EventFailures.class);

	private EventFailures() {
	}

	/**
	 * Deals with an exception of a handler or listener, which may know what to do itself.
	 * @param target the handler or listener
	 * @param call the event that was being handled
	 * @param exception the exception
	 * @return as for the other
	 */
	static @Nullable Publisher<?> handle(EventTarget target, EventCall call, Throwable exception) {
		if (exception instanceof EventFailedException) {
			return null;
		}
		Publisher<?> handling;
		try {
			handling = target.failed(exception, call);
		}
		catch (Throwable ex) {
			return handle(call, ex);
		}
		return (handling != null) ? Flux.<Object>from(handling).onErrorResume((ex) -> {
			Publisher<?> rest = handle(call, ex);
			return (rest != null) ? rest : Mono.empty();
		}) : null;
	}

	/**
	 * Deals with an exception.
	 * @param call the event that was being handled
	 * @param exception the exception
	 * @return completes when it is dealt with, without an error, or {@code null} if it is
	 */
	static @Nullable Publisher<?> handle(EventCall call, Throwable exception) {
		if (exception instanceof EventFailedException) {
			return null;
		}
		if (exception instanceof ConnectRefusedException refusal && call.event().equals(SocketEvents.CONNECT)) {
			refuse(call, refusal);
			return null;
		}
		EventExceptionHandler handler = handlers(call).exceptionHandler(exception);
		if (handler == null) {
			report(call, exception);
			return null;
		}
		return handle(handler, call, exception);
	}

	private static @Nullable Publisher<?> handle(EventExceptionHandler handler, EventCall call, Throwable exception) {
		try {
			Publisher<?> handling = handler.handle(exception, call);
			return (handling != null) ? Flux.from(handling).onErrorResume((ex) -> {
				report(call, ex);
				return Mono.empty();
			}) : null;
		}
		catch (Throwable ex) {
			report(call, ex);
			return null;
		}
	}

	/**
	 * Deals with what a job has thrown: a job does not know which bean has spawned it, so
	 * the exception handlers of all beans of the namespace are asked.
	 * @param call names the job's socket
	 * @param exception the exception
	 * @return as for {@link #handle}
	 */
	static @Nullable Publisher<?> handleJob(EventCall call, Throwable exception) {
		EventExceptionHandler handler = handlers(call).jobExceptionHandler(exception);
		return (handler != null) ? handle(handler, call, exception) : handle(call, exception);
	}

	private static HandlerTable handlers(EventCall call) {
		return ((EventSocket) call.socket()).handlers();
	}

	private static void report(EventCall call, Throwable exception) {
		if (exception instanceof AckException && !call.socket().isConnected()) {
			logger.debug("Event '" + LogText.of(call.event()) + "' ended with its socket", exception);
			return;
		}
		report(call, name(call, exception), exception);
	}

	/**
	 * Reports an event that is not handled.
	 * @param call the event
	 * @param name why it is not
	 * @param exception what was thrown, if anything
	 */
	static void report(EventCall call, SocketIOError.Name name, @Nullable Throwable exception) {
		HandlerTable handlers = handlers(call);
		handlers.errors()
			.report(new SocketIOError(name, ToldViolations.message(name, exception), handlers.namespace(),
					call.socket(), call.event(), call.ack(), exception));
	}

	private static SocketIOError.Name name(EventCall call, Throwable exception) {
		if (exception instanceof InvalidPayloadException || exception instanceof ArgumentBindingException
				|| exception instanceof JsonNodeException misread
						&& ArgumentNodes.of(call).contain(misread.getNode())) {
			return SocketIOError.Name.INVALID_METHOD_ARGS;
		}
		if (exception instanceof EventRefusedException) {
			return SocketIOError.Name.EVENT_REFUSED;
		}
		return handlers(call).settings().denials().test(exception) ? SocketIOError.Name.METHOD_ACCESS_DENIED
				: SocketIOError.Name.HANDLER_FAILED;
	}

	/**
	 * A connect handler has refused a client that has joined already.
	 */
	private static void refuse(EventCall call, ConnectRefusedException refusal) {
		if (logger.isDebugEnabled()) {
			logger.debug("Connect handler refused " + call.socket(), refusal);
		}
		call.socket().disconnect();
	}

}
