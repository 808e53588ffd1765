package io.github.socketiospring.adapter.postgres;

/**
 * PostgreSQL cannot carry messages between servers: it is not reached, or not set up.
 */
@SuppressWarnings("serial")
public final class PostgresFailureException extends IllegalStateException {

	private final String action;

	PostgresFailureException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Returns what to do.
	 * @return a sentence for the user
	 */
	public String action() {
		return this.action;
	}

}
