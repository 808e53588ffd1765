package io.github.socketiospring.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * A handler method that cannot work, found at start-up. The message names the method and
 * says what is wrong with it.
 */
public final class InvalidHandlerException extends RuntimeException {

	private final String action;

	InvalidHandlerException(String message, String action) {
		this(message, action, null);
	}

	InvalidHandlerException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * Returns what to write instead.
	 * @return one or more sentences for the developer
	 */
	public String action() {
		return this.action;
	}

}
