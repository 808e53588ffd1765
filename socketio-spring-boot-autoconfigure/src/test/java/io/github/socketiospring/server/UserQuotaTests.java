package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UserQuota}.
 */
class UserQuotaTests {

	@Test
	void countsConnectionsAndNotJoins() {
		UserQuota quota = new UserQuota(2, 10);
		UserQuota.Place first = quota.new Place();
		assertThat(first.take("ada")).isTrue();
		assertThat(first.take("ada")).isTrue();
		assertThat(quota.new Place().take("ada")).isTrue();
		UserQuota.Place third = quota.new Place();
		assertThat(third.take("ada")).isFalse();
		assertThat(third.take("bob")).isTrue();
		first.end();
		assertThat(third.take("ada")).isTrue();
	}

	@Test
	void whoWasRefusedHoldsNothing() {
		UserQuota quota = new UserQuota(1, 10);
		UserQuota.Place first = quota.new Place();
		UserQuota.Place second = quota.new Place();
		first.take("ada");
		second.take("ada");
		second.end();
		assertThat(quota.new Place().take("ada")).isFalse();
		first.end();
		assertThat(quota.size()).isZero();
	}

	@Test
	void whoHasGoneHoldsNothing() {
		UserQuota quota = new UserQuota(1, 10);
		UserQuota.Place place = quota.new Place();
		place.take("ada");
		place.end();
		place.end();
		assertThat(place.take("ada")).isTrue();
		assertThat(quota.size()).isZero();
	}

	@Test
	void aConnectionIsNotOfAnyNumberOfUsers() {
		UserQuota quota = new UserQuota(1, 2);
		UserQuota.Place place = quota.new Place();
		assertThat(place.take("ada")).isTrue();
		assertThat(place.take("bob")).isTrue();
		assertThat(place.take("eve")).isFalse();
		assertThat(quota.size()).isEqualTo(2);
	}

	@Test
	void noMoreThanAllowedAtTheSameTimeAndNothingIsLeft() throws Exception {
		UserQuota quota = new UserQuota(3, 10);
		AtomicInteger present = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Callable<Void> run = () -> {
			for (int i = 0; i < 20_000; i++) {
				UserQuota.Place place = quota.new Place();
				UserQuota.Place other = quota.new Place();
				int held = (place.take("ada") ? 1 : 0) + (other.take("ada") ? 1 : 0);
				most.accumulateAndGet(present.addAndGet(held), Math::max);
				present.addAndGet(-held);
				place.end();
				other.end();
			}
			return null;
		};
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<Void>> runs = new ArrayList<>(threads.invokeAll(List.of(run, run, run, run)));
			for (Future<Void> each : runs) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(most.get()).isPositive().isLessThanOrEqualTo(3);
		assertThat(quota.size()).isZero();
	}

}
