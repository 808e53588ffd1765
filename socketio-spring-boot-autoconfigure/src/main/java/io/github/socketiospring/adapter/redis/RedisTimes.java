package io.github.socketiospring.adapter.redis;

import java.time.Duration;

/**
 * How long a connection to Redis may be silent, and how long to wait before the next
 * attempt to connect.
 *
 * @param silence how long nothing may arrive before Redis is asked whether it is there;
 * that long, too, Redis waits for entries of a stream before it says that there are none
 * @param answer how long it may then take to answer; the connection is given up otherwise
 * @param connect how long an attempt to connect may take
 * @param firstDelay how long to wait before the first attempt; each further one waits
 * twice as long
 * @param maxDelay the longest time between two attempts
 */
record RedisTimes(Duration silence, Duration answer, Duration connect, Duration firstDelay, Duration maxDelay) {

	static final RedisTimes DEFAULT = new RedisTimes(Duration.ofSeconds(5), Duration.ofSeconds(5),
			Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(3));

	RedisTimes withSilence(Duration longer) {
		return new RedisTimes(longer, this.answer, this.connect, this.firstDelay, this.maxDelay);
	}

}
