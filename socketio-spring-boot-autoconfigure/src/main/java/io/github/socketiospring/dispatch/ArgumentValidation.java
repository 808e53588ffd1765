package io.github.socketiospring.dispatch;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.Socket;
import io.github.socketiospring.dispatch.MessageLocale.TooManyMessagesException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Checks the arguments of one handler method before it is called: the constraints of the
 * method, and what its parameters ask a {@code Validator} for. Decided at start-up;
 * methods without either have none. Safe for use by any thread.
 */
final class ArgumentValidation {

	private final BeanMethod method;

	private final ParameterChecks parameters;

	private final @Nullable MethodConstraints constraints;

	private final Function<Socket, @Nullable Locale> language;

	ArgumentValidation(BeanMethod method, ParameterChecks parameters, @Nullable MethodConstraints constraints,
			Function<Socket, @Nullable Locale> language) {
		this.method = method;
		this.parameters = parameters;
		this.constraints = constraints;
		this.language = language;
	}

	/**
	 * Calls the method if its arguments are valid.
	 * @param arguments the arguments
	 * @param socket whose language the messages are in
	 * @return what the method has returned
	 * @throws InvalidPayloadException if the arguments are not valid
	 * @throws Throwable what the method has thrown
	 */
	@Nullable Object invoke(@Nullable Object[] arguments, Socket socket) throws Throwable {
		boolean proxied = this.constraints != null && this.constraints.checkedByProxy();
		if (!this.parameters.isEmpty() || !proxied) {
			within(new MessageLocale(() -> this.language.apply(socket)), () -> check(arguments));
		}
		// The method runs there, too, and may ask as often as it likes.
		return proxied ? within(() -> this.language.apply(socket), () -> invokeProxy(arguments))
				: this.method.invoke(arguments);
	}

	private static @Nullable Object within(LocaleContext locale, Action action) throws Throwable {
		LocaleContext previous = LocaleContextHolder.getLocaleContext();
		LocaleContextHolder.setLocaleContext(locale);
		try {
			return action.run();
		}
		finally {
			LocaleContextHolder.setLocaleContext(previous);
		}
	}

	private @Nullable Object check(@Nullable Object[] arguments) {
		Violations violations = new Violations();
		try {
			this.parameters.check(arguments, violations);
			if (this.constraints != null && !this.constraints.checkedByProxy()) {
				this.constraints.check(arguments, violations);
			}
		}
		catch (RuntimeException ex) {
			Throwable reason = (ex.getCause() != null) ? ex.getCause() : ex;
			throw (reason instanceof TooManyMessagesException)
					? new InvalidPayloadException(String.valueOf(reason.getMessage()), null) : ex;
		}
		violations.throwIfAny();
		return null;
	}

	/** The proxy says the same in another way. */
	private @Nullable Object invokeProxy(@Nullable Object[] arguments) throws Throwable {
		MethodConstraints proxied = Objects.requireNonNull(this.constraints);
		try {
			Object result = this.method.invoke(arguments);
			return (this.method.isSuspending() && result instanceof Mono<?> mono) ? mono.onErrorMap(proxied::translate)
					: result;
		}
		catch (Throwable ex) {
			throw proxied.translate(ex);
		}
	}

	@FunctionalInterface
	private interface Action {

		@Nullable Object run() throws Throwable;

	}

}
