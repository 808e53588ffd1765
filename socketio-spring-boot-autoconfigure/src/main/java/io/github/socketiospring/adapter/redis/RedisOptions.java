package io.github.socketiospring.adapter.redis;

import java.time.Duration;

/**
 * How servers use Redis. All servers of a cluster must have the same names and the same
 * kind.
 *
 * @param kind which of Node's adapters is spoken
 * @param prefix the beginning of the names of all channels
 * @param specificResponseChannel whether answers go to the server that has asked only,
 * with {@link Kind#PUB_SUB}
 * @param subscriptionMode which rooms have channels of their own, with
 * {@link Kind#SHARDED}
 * @param stream the stream, with {@link Kind#STREAMS}
 * @param failFast whether the start fails if Redis cannot be reached
 * @param startTimeout how long the start waits for Redis, if it may fail
 * @param maxPendingBytes the most bytes that wait for Redis' answer
 */
public record RedisOptions(Kind kind, String prefix, boolean specificResponseChannel, SubscriptionMode subscriptionMode,
		Stream stream, boolean failFast, Duration startTimeout, long maxPendingBytes) {

	/**
	 * Node's adapters.
	 */
	public enum Kind {

		/** {@code createAdapter} of {@code @socket.io/redis-adapter}. */
		PUB_SUB,

		/** {@code createShardedAdapter} of {@code @socket.io/redis-adapter}. */
		SHARDED,

		/** {@code @socket.io/redis-streams-adapter}. */
		STREAMS

	}

	/**
	 * Which rooms have channels of their own.
	 */
	public enum SubscriptionMode {

		/** None. */
		STATIC,

		/** All but those that look like the id of a socket. */
		DYNAMIC,

		/** All. */
		DYNAMIC_PRIVATE

	}

	/**
	 * The stream.
	 *
	 * @param name its key
	 * @param maxLength how many entries it keeps, about
	 * @param readCount how many entries are read at a time
	 * @param sessionPrefix the beginning of the keys of sockets that may come back
	 * @param sharded whether what is not kept uses sharded Pub/Sub
	 */
	public record Stream(String name, long maxLength, int readCount, String sessionPrefix, boolean sharded) {
	}

}
