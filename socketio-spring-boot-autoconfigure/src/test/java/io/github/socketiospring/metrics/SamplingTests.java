package io.github.socketiospring.metrics;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is timed stands for what is not.
 */
class SamplingTests {

	private final AtomicInteger tick = new AtomicInteger();

	private final Sampling sampling = new Sampling(this.tick::get);

	@Test
	void takesAllOfLittle() {
		for (int i = 0; i < 1_000; i++) {
			if (i % 40 == 0) {
				this.tick.incrementAndGet();
			}
			assertThat(this.sampling.next()).isEqualTo(1);
		}
	}

	@Test
	void takesPartOfMuch() {
		long weights = 0;
		int timed = 0;
		for (int i = 0; i < 1_000_000; i++) {
			if (i % 10_000 == 0) {
				this.tick.incrementAndGet();
			}
			int weight = this.sampling.next();
			weights += weight;
			timed += (weight > 0) ? 1 : 0;
		}
		assertThat((double) weights).isCloseTo(1_000_000, within(10_000.0));
		assertThat(timed).isBetween(20_000, 22_000);
	}

	@Test
	void timesHaveTheirWeight() {
		Times times = new Times(new MockClock());
		times.add(1_000, 1);
		times.add(10, 64);
		assertThat(times.count()).isEqualTo(65);
		assertThat(times.totalNanos()).isEqualTo(1_640);
		assertThat(times.maxNanos()).isEqualTo(1_000);
	}

}
