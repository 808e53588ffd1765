package io.github.socketiospring.adapter.redis;

/**
 * The application's connection to Redis cannot carry messages between servers. The
 * message says what to configure instead.
 */
@SuppressWarnings("serial")
public final class UnsupportedRedisException extends IllegalStateException {

	private final String action;

	UnsupportedRedisException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Returns what to configure instead.
	 * @return a sentence for the user
	 */
	public String action() {
		return this.action;
	}

}
