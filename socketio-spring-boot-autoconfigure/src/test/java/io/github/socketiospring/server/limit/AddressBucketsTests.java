package io.github.socketiospring.server.limit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.socketiospring.RateLimitAction;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.testkit.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddressBuckets}.
 */
class AddressBucketsTests {

	private final VirtualClock clock = new VirtualClock();

	private final TimerWheel timers = new TimerWheel(this.clock);

	private final AddressBuckets buckets = new AddressBuckets(
			new Rate(Rate.PER_ADDRESS, 1, Duration.ofSeconds(1), 3, RateLimitAction.ERROR), this.timers);

	private void letPass(Duration duration) {
		this.clock.advance(duration);
		this.timers.advance();
	}

	private AddressBucket enter(String address) {
		return Objects.requireNonNull(this.buckets.enter(InetSocketAddress.createUnresolved(address, 1)));
	}

	private int takeAll(AddressBucket bucket) {
		int taken = 0;
		while (bucket.take(this.timers.coarseNanos())) {
			taken++;
		}
		return taken;
	}

	@Test
	void isSharedByTheConnectionsOfAnAddress() {
		AddressBucket first = enter("192.0.2.1");
		assertThat(enter("192.0.2.1")).isSameAs(first);
		assertThat(enter("192.0.2.2")).isNotSameAs(first);
		assertThat(enter("2001:db8::1")).isSameAs(enter("2001:db8::2")).isNotSameAs(enter("2001:db8:0:1::1"));
	}

	@Test
	void anUnknownAddressHasNone() {
		assertThat(this.buckets.enter(null)).isNull();
		assertThat(this.buckets.size()).isZero();
	}

	@Test
	void aFullOneGoesWithTheLastConnection() {
		AddressBucket bucket = enter("192.0.2.1");
		enter("192.0.2.1");
		this.buckets.leave(bucket);
		assertThat(this.buckets.size()).isEqualTo(1);
		this.buckets.leave(bucket);
		assertThat(this.buckets.size()).isZero();
		assertThat(this.timers.isEmpty()).isTrue();
	}

	@Test
	void whoConnectsAnewGetsNoFreshOne() {
		AddressBucket bucket = enter("192.0.2.1");
		assertThat(takeAll(bucket)).isEqualTo(3);
		this.buckets.leave(bucket);
		AddressBucket again = enter("192.0.2.1");
		assertThat(takeAll(again)).isZero();
		assertThat(this.timers.isEmpty()).isTrue();
	}

	@Test
	void anUsedOneGoesWhenItIsFullAgain() {
		AddressBucket bucket = enter("192.0.2.1");
		takeAll(bucket);
		this.buckets.leave(bucket);
		letPass(Duration.ofMillis(2_900));
		assertThat(this.buckets.size()).isEqualTo(1);
		letPass(Duration.ofMillis(200));
		assertThat(this.buckets.size()).isZero();
		assertThat(this.timers.isEmpty()).isTrue();
	}

	@Test
	void manyAddressesThatHaveGoneAreNotKept() {
		for (int i = 0; i < AddressBuckets.MAX_LEFT + 500; i++) {
			AddressBucket bucket = enter("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255));
			takeAll(bucket);
			this.buckets.leave(bucket);
		}
		assertThat(this.buckets.size()).isEqualTo(AddressBuckets.MAX_LEFT);
		letPass(Duration.ofSeconds(4));
		assertThat(this.buckets.size()).isZero();
		AddressBucket bucket = enter("192.0.2.1");
		takeAll(bucket);
		this.buckets.leave(bucket);
		assertThat(this.buckets.size()).isEqualTo(1);
	}

	@Test
	void nothingIsLeftOfConnectionsThatComeAndGoAtTheSameTime() throws Exception {
		Callable<Void> run = () -> {
			for (int i = 0; i < 20_000; i++) {
				AddressBucket bucket = enter("192.0.2." + (i % 3));
				if (i % 5 == 0) {
					bucket.take(this.timers.coarseNanos());
				}
				this.buckets.leave(bucket);
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
		letPass(Duration.ofSeconds(4));
		assertThat(this.buckets.size()).isZero();
		assertThat(this.timers.isEmpty()).isTrue();
		for (int i = 0; i < AddressBuckets.MAX_LEFT + 1; i++) {
			AddressBucket bucket = enter("10.0." + (i >> 8) + "." + (i & 255));
			bucket.take(this.timers.coarseNanos());
			this.buckets.leave(bucket);
		}
		assertThat(this.buckets.size()).as("the count of those that are left").isEqualTo(AddressBuckets.MAX_LEFT);
	}

}
