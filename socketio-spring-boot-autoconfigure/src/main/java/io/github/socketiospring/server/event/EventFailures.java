package io.github.socketiospring.server.event;

import io.github.socketiospring.AckException;
import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.EventRefusedException;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What becomes of an exception that a handler, a listener or an interceptor has thrown:
 * it goes to the namespace's exception handlers, or is logged once. It never closes the
 * connection.
 */
final class EventFailures {

	private static final Log logger = LogFactory.getLog(EventFailures.class);

	private static final int MAX_MESSAGE_LENGTH = 300;

	/** What the exceptions of jobs are said to have been thrown for. */
	private static final String JOB = "job";

	private EventFailures() {
	}

	/**
	 * Deals with an exception.
	 * @param call the event that was being handled
	 * @param exception the exception
	 * @return completes when it is dealt with, without an error, or {@code null} if it is
	 */
	static @Nullable Publisher<?> handle(EventCall call, Throwable exception) {
		if (exception instanceof ConnectRefusedException refusal && call.event().equals(SocketEvents.CONNECT)) {
			refuse(call, refusal);
			return null;
		}
		EventExceptionHandler handler = handlers(call).exceptionHandler(exception);
		if (handler == null) {
			log(call, exception);
			return null;
		}
		return handle(handler, call, exception);
	}

	private static @Nullable Publisher<?> handle(EventExceptionHandler handler, EventCall call, Throwable exception) {
		try {
			Publisher<?> handling = handler.handle(exception, call);
			return (handling != null) ? Flux.from(handling).onErrorResume((ex) -> {
				log(call, ex);
				return Mono.empty();
			}) : null;
		}
		catch (Throwable ex) {
			log(call, ex);
			return null;
		}
	}

	/**
	 * Deals with what a job has thrown: a job does not know which bean has spawned it, so
	 * the exception handlers of all beans of the namespace are asked.
	 * @param socket the job's socket
	 * @param exception the exception
	 * @return as for {@link #handle}
	 */
	static @Nullable Publisher<?> handleJob(EventSocket socket, Throwable exception) {
		EventCall call = new EventCall(socket, JOB, null, null, SocketEvents.NOT_REQUESTED);
		EventExceptionHandler handler = socket.handlers().jobExceptionHandler(exception);
		return (handler != null) ? handle(handler, call, exception) : handle(call, exception);
	}

	private static HandlerTable handlers(EventCall call) {
		return ((EventSocket) call.socket()).handlers();
	}

	private static void log(EventCall call, Throwable exception) {
		EventSocket socket = (EventSocket) call.socket();
		String text = "Event '" + LogText.of(call.event()) + "' of socket " + socket.nameInLogs() + " in namespace "
				+ handlers(call).namespace();
		if (exception instanceof InvalidPayloadException || exception instanceof ArgumentBindingException) {
			logMisfit(handlers(call), call.event(),
					text + " does not fit its handler: " + LogText.of(exception.getMessage(), MAX_MESSAGE_LENGTH));
		}
		else if (exception instanceof EventRefusedException) {
			if (logger.isDebugEnabled()) {
				logger.debug(text + " was refused: " + LogText.of(exception.getMessage(), MAX_MESSAGE_LENGTH));
			}
		}
		else if (exception instanceof AckException && !socket.isConnected()) {
			logger.debug(text + " ended with its socket", exception);
		}
		else {
			logger.error(text + " failed", exception);
		}
	}

	/** Once per handler: how often it happens is up to clients. */
	private static void logMisfit(HandlerTable handlers, String event, String text) {
		if (handlers.firstMisfit(event)) {
			logger.warn(text + " (further ones are logged at debug level)");
		}
		else {
			logger.debug(text);
		}
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
