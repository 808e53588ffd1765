package io.github.socketiospring.server;

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

	private EventFailures() {
	}

	/**
	 * Deals with an exception.
	 * @param call the event that was being handled
	 * @param exception the exception
	 * @return completes when it is dealt with, without an error, or {@code null} if it is
	 */
	static @Nullable Publisher<?> handle(EventCall call, Throwable exception) {
		ServerNamespace namespace = ((ServerSocket) call.socket()).namespace();
		EventExceptionHandler handler = namespace.exceptionHandler(exception);
		if (handler == null) {
			log(call, exception);
			return null;
		}
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

	private static void log(EventCall call, Throwable exception) {
		String text = "Event '" + LogText.of(call.event()) + "' of socket " + call.socket().id() + " in namespace "
				+ call.socket().namespace().name();
		if (exception instanceof ArgumentBindingException) {
			logger.warn(text + " does not fit its handler: " + LogText.of(exception.getMessage()));
		}
		else {
			logger.error(text + " failed", exception);
		}
	}

}
