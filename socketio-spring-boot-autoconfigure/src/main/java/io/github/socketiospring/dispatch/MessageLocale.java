package io.github.socketiospring.dispatch;

import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;

/**
 * The language of the messages of one validation. Bean Validation asks for it with each
 * message and knows no other limit, so this is where it ends if an array has more
 * mistakes than anybody reads: to word all that fit into one packet takes seconds.
 */
final class MessageLocale implements LocaleContext {

	/** The most messages of one validation. */
	static final int MAX_MESSAGES = 1000;

	private final Supplier<@Nullable Locale> language;

	private @Nullable Locale locale;

	private int messages;

	MessageLocale(Supplier<@Nullable Locale> language) {
		this.language = language;
	}

	@Override
	public @Nullable Locale getLocale() {
		if (this.messages == 0) {
			this.locale = this.language.get();
		}
		this.messages++;
		if (this.messages > MAX_MESSAGES) {
			throw new TooManyMessagesException();
		}
		return this.locale;
	}

	/**
	 * Ends a validation.
	 */
	static final class TooManyMessagesException extends RuntimeException {

		TooManyMessagesException() {
			super("more than " + MAX_MESSAGES + " constraints are broken", null, false, false);
		}

	}

}
