package io.github.socketiospring.benchmarks.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Percentiles are within the promised distance.
 */
class LatencyHistogramTests {

	private final LatencyHistogram histogram = new LatencyHistogram();

	@Test
	void findsPercentiles() {
		for (int i = 1; i <= 100_000; i++) {
			this.histogram.record(i * 1000L);
		}

		assertThat(this.histogram.percentile(0.5)).isCloseTo(50_000_000, within(50_000_000L / 32));
		assertThat(this.histogram.percentile(0.99)).isCloseTo(99_000_000, within(99_000_000L / 32));
		assertThat(this.histogram.percentile(1)).isCloseTo(100_000_000, within(100_000_000L / 32));
	}

	@Test
	void takesAnything() {
		this.histogram.record(0);
		this.histogram.record(Long.MAX_VALUE);

		assertThat(this.histogram.percentile(0.5)).isZero();
		assertThat(this.histogram.percentile(1)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void isEmptyAtFirstAndAfterReset() {
		assertThat(this.histogram.percentile(0.5)).isZero();
		this.histogram.record(5);
		this.histogram.reset();

		assertThat(this.histogram.percentile(0.5)).isZero();
	}

}
