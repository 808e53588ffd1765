package io.github.socketiospring.adapter.redis;

/**
 * Nothing was sent to Redis. It has no stack trace: while Redis is away, there may be
 * many of them.
 */
@SuppressWarnings("serial")
final class RefusedException extends RuntimeException {

	private final Reason reason;

	RefusedException(Reason reason) {
		super(reason.message, null, false, false);
		this.reason = reason;
	}

	Reason reason() {
		return this.reason;
	}

	enum Reason {

		DISCONNECTED("There is no connection to Redis at the moment"),

		OVERLOADED("Redis is too slow: too many bytes wait for its answer"),

		CLOSED("The connection to Redis has been closed");

		private final String message;

		Reason(String message) {
			this.message = message;
		}

	}

}
