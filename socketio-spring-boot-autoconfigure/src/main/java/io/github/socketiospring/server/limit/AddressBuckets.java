package io.github.socketiospring.server.limit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engine.ClientAddress;
import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of client addresses. One is kept while its address has a connection, and
 * after that until it is full again, so connecting again does not give a fresh one. Safe
 * for use by any thread.
 */
public final class AddressBuckets {

	/**
	 * The most buckets that are kept without a connection: addresses may be many, and
	 * with a proxy that believes its clients, invented.
	 */
	static final int MAX_LEFT = 10_000;

	private final Rate rate;

	private final TimerWheel timers;

	private final Map<String, AddressBucket> buckets = new ConcurrentHashMap<>();

	private final AtomicInteger left = new AtomicInteger();

	/**
	 * Creates an empty set of buckets.
	 * @param rate how many events an address may send
	 * @param timers tells the time
	 */
	public AddressBuckets(Rate rate, TimerWheel timers) {
		this.rate = rate;
		this.timers = timers;
	}

	/**
	 * A connection has opened.
	 * @param address the client's address, {@code null} if it is unknown
	 * @return its bucket, for {@link #leave}; {@code null} without an address
	 */
	public @Nullable AddressBucket enter(@Nullable InetSocketAddress address) {
		if (address == null) {
			return null;
		}
		return this.buckets.compute(ClientAddress.of(address), (key, known) -> {
			AddressBucket bucket = known;
			if (bucket == null) {
				bucket = new AddressBucket(key, this.rate, this::forget);
			}
			else if (!bucket.hasConnections()) {
				this.timers.cancel(bucket.end());
				this.left.decrementAndGet();
			}
			bucket.connected();
			return bucket;
		});
	}

	/**
	 * A connection has ended. To be called once for each that has entered.
	 * @param bucket its bucket
	 */
	public void leave(AddressBucket bucket) {
		this.buckets.computeIfPresent(bucket.address(), (key, known) -> {
			if (!known.disconnected()) {
				return known;
			}
			if (this.left.get() >= MAX_LEFT || !isAwaited(known)) {
				return null;
			}
			this.left.incrementAndGet();
			return known;
		});
	}

	/** Whether a bucket is not full yet; it is looked at again when it is. */
	private boolean isAwaited(AddressBucket bucket) {
		long rest = bucket.untilFull(this.timers.coarseNanos());
		if (rest > 0) {
			this.timers.schedule(bucket.end(), Duration.ofNanos(rest));
		}
		return rest > 0;
	}

	private void forget(AddressBucket bucket) {
		this.buckets.computeIfPresent(bucket.address(), (key, known) -> {
			if (known != bucket || known.hasConnections() || isAwaited(known)) {
				return known;
			}
			this.left.decrementAndGet();
			return null;
		});
	}

	/**
	 * Returns how many addresses are known.
	 * @return the number
	 */
	public int size() {
		return this.buckets.size();
	}

}
