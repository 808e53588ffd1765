package io.github.socketiospring.admin;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.socketiospring.engine.ClientAddress;
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

	private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(REFILL_SECONDS);

	private final LongSupplier nanoTime;

	private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
			return size() > MAX_ADDRESSES;
		}

	};

	LoginAttempts(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Makes an attempt.
	 */
	synchronized Outcome begin(String address) {
		long now = this.nanoTime.getAsLong();
		Bucket bucket = this.buckets.computeIfAbsent(address, (key) -> new Bucket(now));
		bucket.refill(now);
		if (bucket.left == 0) {
			Outcome outcome = bucket.told ? Outcome.STILL_REFUSED : Outcome.REFUSED;
			bucket.told = true;
			return outcome;
		}
		bucket.left--;
		return Outcome.ALLOWED;
	}

	/** The attempt was none: it has succeeded, or nobody has judged it. */
	synchronized void takeBack(String address) {
		Bucket bucket = this.buckets.get(address);
		if (bucket != null && bucket.left < CAPACITY) {
			bucket.left++;
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

		/** For the first time since it could. */
		REFUSED,

		STILL_REFUSED

	}

	/**
	 * The attempts that one address has left.
	 */
	private static final class Bucket {

		private int left = CAPACITY;

		private long refilled;

		private boolean told;

		Bucket(long now) {
			this.refilled = now;
		}

		void refill(long now) {
			long more = (now - this.refilled) / REFILL_NANOS;
			if (more > 0) {
				this.left = (int) Math.min(CAPACITY, this.left + more);
				this.refilled += more * REFILL_NANOS;
				this.told = false;
			}
		}

	}

}
