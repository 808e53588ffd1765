package io.github.socketiospring.admin;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.socketiospring.RateLimitAction;
import io.github.socketiospring.engine.ClientAddress;
import io.github.socketiospring.server.limit.Rate;
import io.github.socketiospring.server.limit.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often an address may try to log in: {@value #CAPACITY} times, and then once
 * each {@value #REFILL_SECONDS} seconds. Attempts that succeed do not count. Remembers
 * the addresses with the most recent attempts. Safe for use by any thread.
 */
final class LoginAttempts {

	static final int CAPACITY = 10;

	static final int REFILL_SECONDS = 6;

	static final int MAX_ADDRESSES = 10_000;

	private static final Rate RATE = new Rate("admin", 1, Duration.ofSeconds(REFILL_SECONDS), CAPACITY,
			RateLimitAction.ERROR);

	private final LongSupplier time;

	private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
			return size() > MAX_ADDRESSES;
		}

	};

	/**
	 * Creates attempts of which none was made.
	 * @param time the time of the timers
	 */
	LoginAttempts(LongSupplier time) {
		this.time = time;
	}

	/**
	 * Makes an attempt.
	 */
	synchronized Outcome begin(String address) {
		Bucket bucket = this.buckets.computeIfAbsent(address, (key) -> new Bucket());
		long now = this.time.getAsLong();
		if (bucket.untilFull(now) <= 0) {
			bucket.told = false;
		}
		if (bucket.take(now)) {
			return Outcome.ALLOWED;
		}
		Outcome outcome = bucket.told ? Outcome.STILL_REFUSED : Outcome.REFUSED;
		bucket.told = true;
		return outcome;
	}

	/** The attempt was none: it has succeeded, or nobody has judged it. */
	synchronized void takeBack(String address) {
		Bucket bucket = this.buckets.get(address);
		if (bucket != null) {
			bucket.giveBack();
		}
	}

	/**
	 * Returns the key of an address, the same for all that count as one.
	 */
	static String key(@Nullable InetSocketAddress address) {
		return (address != null) ? ClientAddress.of(address) : "";
	}

	/**
	 * Whether an address may try.
	 */
	enum Outcome {

		ALLOWED,

		/** For the first time since it had all its attempts: worth a warning. */
		REFUSED,

		STILL_REFUSED

	}

	/**
	 * The attempts that one address has left.
	 */
	private static final class Bucket extends TokenBucket {

		private boolean told;

		Bucket() {
			super(RATE);
		}

	}

}
