package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.function.Function;

import io.github.socketiospring.Socket;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * A handler method with all that was decided about it at start-up: where each argument
 * comes from, whether they are validated, and what becomes of the return value. Calling
 * it looks nothing up. Safe for use by any thread.
 */
final class HandlerInvocation {

	private final BeanMethod method;

	private final ArgumentSource[] sources;

	private final @Nullable ArgumentValidation validation;

	private final ReturnValue returnValue;

	private final Function<Socket, ContextView> context;

	HandlerInvocation(BeanMethod method, List<ArgumentSource> sources, @Nullable ArgumentValidation validation,
			ReturnValue returnValue, Function<Socket, ContextView> context) {
		this.method = method;
		this.sources = sources.toArray(ArgumentSource[]::new);
		this.validation = validation;
		this.returnValue = returnValue;
		this.context = context;
	}

	boolean isReactive() {
		return this.returnValue.isReactive();
	}

	/**
	 * Calls the method.
	 * @param call the event
	 * @return completes when the method is done; {@code null} if it is
	 * @throws Throwable what the method has thrown, or if an argument has no value
	 */
	@Nullable Mono<?> call(EventCall call) throws Throwable {
		ContextView current = this.context.apply(call.socket());
		if (current.isEmpty()) {
			return invoke(call);
		}
		Mono<?> result = ThreadLocals.call(current, () -> invoke(call));
		return (result != null) ? result.contextWrite(current) : null;
	}

	private @Nullable Mono<?> invoke(EventCall call) throws Throwable {
		@Nullable Object[] arguments = new @Nullable Object[this.sources.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.sources[i].get(call);
		}
		Object result = (this.validation != null) ? this.validation.invoke(arguments, call.socket())
				: this.method.invoke(arguments);
		return this.returnValue.handle(result, call.ack());
	}

	@Override
	public String toString() {
		return this.method.toString();
	}

}
