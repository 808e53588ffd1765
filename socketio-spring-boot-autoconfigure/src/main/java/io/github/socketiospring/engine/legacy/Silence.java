package io.github.socketiospring.engine.legacy;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a client has been silent, counted from the first heartbeat it does not answer.
 * {@link #heard()} may be called by any thread, the rest by one at a time.
 */
final class Silence {

	private final LegacyOptions options;

	private volatile Hearing hearing = Hearing.NEVER;

	private Duration duration = Duration.ZERO;

	Silence(LegacyOptions options) {
		this.options = options;
	}

	/**
	 * When the client was heard.
	 */
	private enum Hearing {

		NEVER, BEFORE_THE_LAST_HEARTBEAT, SINCE_THE_LAST_HEARTBEAT

	}

	void heard() {
		this.hearing = Hearing.SINCE_THE_LAST_HEARTBEAT;
	}

	/** Whether the client has said anything at all. */
	boolean wasEverBroken() {
		return this.hearing != Hearing.NEVER;
	}

	/** Something new carries the session. */
	void restart() {
		this.duration = Duration.ZERO;
	}

	/**
	 * A heartbeat is due.
	 * @param suspended whether the client is not listened to: silence says nothing then
	 * @return how long to rest after it, or {@code null} if the client has been silent
	 * for too long
	 */
	@Nullable Duration beat(boolean suspended) {
		boolean heard = this.hearing == Hearing.SINCE_THE_LAST_HEARTBEAT;
		if (heard || suspended) {
			this.duration = Duration.ZERO;
		}
		else if (this.duration.compareTo(this.options.heartbeatTimeout()) >= 0) {
			return null;
		}
		if (heard) {
			this.hearing = Hearing.BEFORE_THE_LAST_HEARTBEAT;
		}
		Duration left = this.options.heartbeatTimeout().minus(this.duration);
		Duration rest = (left.compareTo(this.options.heartbeatInterval()) < 0) ? left
				: this.options.heartbeatInterval();
		this.duration = this.duration.plus(rest);
		return rest;
	}

}
