package io.github.socketiospring.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import org.springframework.core.ExceptionDepthComparator;

/**
 * The exception handler methods of one bean. Of those that take an exception the one
 * declared for the closest superclass is called. Safe for use by any thread.
 */
final class ExceptionHandlerMethods implements EventExceptionHandler {

	private final Map<Class<? extends Throwable>, HandlerInvocation> handlers;

	ExceptionHandlerMethods(Map<Class<? extends Throwable>, HandlerInvocation> handlers) {
		this.handlers = Map.copyOf(handlers);
	}

	boolean isEmpty() {
		return this.handlers.isEmpty();
	}

	@Override
	public boolean handles(Throwable exception) {
		return find(unwrap(exception)) != null;
	}

	/**
	 * Handles an exception, or throws it if no method takes it.
	 */
	@Override
	public @Nullable Mono<?> handle(Throwable exception, EventCall call) throws Throwable {
		Throwable actual = unwrap(exception);
		HandlerInvocation handler = find(actual);
		if (handler == null) {
			throw actual;
		}
		try {
			Mono<?> result = handler.call(
					new EventCall(call.socket(), call.event(), new Object[] { actual }, call.arguments(), call.ack()));
			return (result != null) ? result.doOnError((failure) -> keep(actual, failure)) : null;
		}
		catch (Throwable failure) {
			keep(actual, failure);
			throw failure;
		}
	}

	/**
	 * Adds these methods to what a reactive handler does; nothing if there are none.
	 */
	@Nullable Publisher<?> apply(@Nullable Publisher<?> result, EventCall call) {
		if (result == null || this.handlers.isEmpty()) {
			return result;
		}
		return Mono.<Object>fromDirect(result).onErrorResume((exception) -> resume(exception, call));
	}

	private Mono<Object> resume(Throwable exception, EventCall call) {
		try {
			Mono<?> result = handle(exception, call);
			return (result != null) ? Mono.from(result) : Mono.empty();
		}
		catch (Throwable failure) {
			return Mono.error(failure);
		}
	}

	private @Nullable HandlerInvocation find(Throwable exception) {
		if (this.handlers.isEmpty()) {
			return null;
		}
		List<Class<? extends Throwable>> matches = new ArrayList<>();
		for (Class<? extends Throwable> type : this.handlers.keySet()) {
			if (type.isInstance(exception)) {
				matches.add(type);
			}
		}
		return matches.isEmpty() ? null
				: this.handlers.get(ExceptionDepthComparator.findClosestMatch(matches, exception));
	}

	/**
	 * Finds what the handler has thrown behind what proxies and blocking calls make of
	 * it.
	 */
	private static Throwable unwrap(Throwable exception) {
		Throwable current = Exceptions.unwrap(exception);
		while (current instanceof InvocationTargetException || current instanceof UndeclaredThrowableException) {
			Throwable cause = current.getCause();
			if (cause == null) {
				return current;
			}
			current = cause;
		}
		return current;
	}

	/**
	 * A handler that fails in turn must not hide what it was called for.
	 */
	private static void keep(Throwable original, Throwable failure) {
		if (failure != original && failure.getCause() != original) {
			failure.addSuppressed(original);
		}
	}

}
