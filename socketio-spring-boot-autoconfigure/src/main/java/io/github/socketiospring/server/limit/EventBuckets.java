package io.github.socketiospring.server.limit;

import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The buckets of the events that one client sends to one namespace. They stay with the
 * connection: a client that leaves the namespace and joins it again gets no fresh ones.
 * Used by the thread that receives the client's messages.
 */
public final class EventBuckets {

	private static final long REPORT_INTERVAL = 1_000_000_000;

	private final @Nullable TokenBucket all;

	private final @Nullable AddressBucket address;

	private @Nullable Map<Rate, TokenBucket> single;

	private long nextReport;

	/** Written by the receiving thread alone. */
	private volatile long freshAt;

	/**
	 * Creates buckets that are full.
	 * @param perSocket how many events may be sent, {@code null} for any number
	 * @param address the bucket of the client's address, {@code null} if there is none
	 */
	public EventBuckets(@Nullable Rate perSocket, @Nullable AddressBucket address) {
		this.all = (perSocket != null) ? new TokenBucket(perSocket) : null;
		this.address = address;
	}

	/**
	 * An event has arrived. All of them count for the socket; what that or the event's
	 * own limit refuses does not count for the address, which others may share.
	 * @param own the limit of this event alone, {@code null} if it has none
	 * @param now the time of the timers
	 * @return the rate that it is beyond, {@code null} if it may be handled
	 */
	public @Nullable Rate take(@Nullable Rate own, long now) {
		if (this.all != null && !take(this.all, now)) {
			return this.all.rate();
		}
		if (own != null && !take(single(own), now)) {
			return own;
		}
		return (this.address == null || this.address.take(now)) ? null : this.address.rate();
	}

	private boolean take(TokenBucket bucket, long now) {
		boolean taken = bucket.take(now);
		if (taken) {
			usedUntil(now + bucket.untilFull(now));
		}
		return taken;
	}

	private void usedUntil(long time) {
		if (time > this.freshAt) {
			this.freshAt = time;
		}
	}

	private TokenBucket single(Rate own) {
		Map<Rate, TokenBucket> buckets = this.single;
		if (buckets == null) {
			buckets = new IdentityHashMap<>(4);
			this.single = buckets;
		}
		return buckets.computeIfAbsent(own, TokenBucket::new);
	}

	/**
	 * Tells whether an event beyond a limit is to be reported, which is so once in a
	 * second.
	 * @param now the time of the timers
	 * @return {@code false} if one was reported just now
	 */
	public boolean mayReport(long now) {
		if (now < this.nextReport) {
			return false;
		}
		this.nextReport = now + REPORT_INTERVAL;
		usedUntil(this.nextReport);
		return true;
	}

	/**
	 * Tells whether new buckets would do the same: all are full, and nothing was reported
	 * just now. Any thread may ask.
	 * @param now the time of the timers
	 * @return whether these can be thrown away if nobody uses them
	 */
	public boolean areAsNew(long now) {
		return this.freshAt <= now;
	}

}
