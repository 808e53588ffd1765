package io.github.socketiospring.adapter.redis;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether Redis can be reached.
 *
 * @param connected whether it can
 * @param since since when not; {@code null} when it can
 * @param reason why not, for operators; {@code null} when it can
 */
record LinkHealth(boolean connected, @Nullable Instant since, @Nullable String reason) {

	static final LinkHealth CONNECTED = new LinkHealth(true, null, null);

	static LinkHealth down(Instant since, String reason) {
		return new LinkHealth(false, since, reason);
	}

	/** The innermost cause says it best. It has no full stop: more may follow. */
	static String reasonOf(Throwable error) {
		String reason = error.getClass().getSimpleName();
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause.getMessage() != null) {
				reason = cause.getMessage();
			}
		}
		return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
	}

	/**
	 * Returns the health of two connections that are both needed.
	 * @param other the health of the other one
	 * @return the one that has been down for longer, or connected
	 */
	LinkHealth and(LinkHealth other) {
		if (other.since == null) {
			return this;
		}
		return (this.since == null || other.since.isBefore(this.since)) ? other : this;
	}

}
