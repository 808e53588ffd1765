package io.github.socketiospring.server.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.socketiospring.RateLimitAction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenBucket}.
 */
class TokenBucketTests {

	private static TokenBucket bucket(int events, Duration per, int burst) {
		return new TokenBucket(new Rate(Rate.PER_SOCKET, events, per, burst, RateLimitAction.ERROR));
	}

	private static int takeAll(TokenBucket bucket, long now) {
		int taken = 0;
		while (taken < 1_000_000 && bucket.take(now)) {
			taken++;
		}
		return taken;
	}

	private static long nanos(long millis) {
		return millis * 1_000_000;
	}

	@Test
	void holdsABurstAndFillsAgain() {
		TokenBucket bucket = bucket(5, Duration.ofSeconds(1), 8);
		assertThat(takeAll(bucket, 0)).isEqualTo(8);
		assertThat(bucket.take(nanos(180))).isFalse();
		assertThat(takeAll(bucket, nanos(200))).isEqualTo(1);
		assertThat(takeAll(bucket, nanos(1_200))).isEqualTo(5);
		assertThat(takeAll(bucket, nanos(60_000))).isEqualTo(8);
	}

	@Test
	void whoSendsAtTheRateIsNeverRefused() {
		// The clock is behind by up to a hundredth of a second, by any part of it.
		for (int events : new int[] { 3, 7, 50, 100, 333, 1_000, 5_000 }) {
			TokenBucket bucket = bucket(events, Duration.ofSeconds(1), 1);
			for (int i = 0; i < 3 * events; i++) {
				long exact = 1 + (i + 1) * (1_000_000_000L / events + 1);
				assertThat(bucket.take(exact - exact % nanos(10))).as("%d per second, the %dth", events, i).isTrue();
			}
		}
	}

	@Test
	void whoSendsMoreGetsTheRate() {
		TokenBucket bucket = bucket(50, Duration.ofSeconds(1), 10);
		int taken = 0;
		for (int i = 0; i < 10_000; i++) {
			taken += bucket.take(nanos(i)) ? 1 : 0;
		}
		assertThat(taken).isBetween(510, 511);
	}

	@Test
	void largeNumbersDoNotOverflow() {
		TokenBucket bucket = bucket(1, Duration.ofDays(12), Integer.MAX_VALUE);
		assertThat(takeAll(bucket, 0)).isGreaterThan(2_000);
		TokenBucket fast = bucket(Integer.MAX_VALUE, Duration.ofMillis(1), 1);
		assertThat(fast.take(0)).isTrue();
		TokenBucket slow = bucket(1, Duration.ofDays(12), 1);
		assertThat(takeAll(slow, Long.MAX_VALUE / 8)).isEqualTo(1);
	}

	@Test
	void threadsTogetherTakeWhatThereIs() throws Exception {
		TokenBucket bucket = bucket(1, Duration.ofHours(1), 10_000);
		Callable<Integer> take = () -> {
			int taken = 0;
			for (int i = 0; i < 5_000; i++) {
				taken += bucket.take(0) ? 1 : 0;
			}
			return taken;
		};
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			int taken = 0;
			List<Future<Integer>> runs = new ArrayList<>(threads.invokeAll(List.of(take, take, take, take)));
			for (Future<Integer> run : runs) {
				taken += run.get();
			}
			assertThat(taken).isEqualTo(10_000);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
