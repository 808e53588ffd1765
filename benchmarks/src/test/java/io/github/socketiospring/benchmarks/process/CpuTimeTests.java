package io.github.socketiospring.benchmarks.process;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * CPU time is exact where that is possible.
 */
class CpuTimeTests {

	@Test
	void threadsSayItMoreExactly() {
		CpuTime before = new CpuTime(millis(1003), millis(1000));
		CpuTime after = new CpuTime(millis(1250), millis(1240));

		assertThat(after.secondsSince(before)).isEqualTo(0.247, within(1e-9));
	}

	@Test
	void threadsThatHaveEndedAreNotForgotten() {
		CpuTime before = new CpuTime(millis(1003), millis(1000));
		CpuTime after = new CpuTime(millis(700), millis(1240));

		assertThat(after.secondsSince(before)).isEqualTo(0.24, within(1e-9));
	}

	@Test
	void growsWithWork() {
		CpuTime before = CpuTime.of(ProcessHandle.current());
		CpuTime after = CpuTime.of(ProcessHandle.current());
		while (after.secondsSince(before) < 0.05) {
			after = CpuTime.of(ProcessHandle.current());
		}

		assertThat(after.threads()).isGreaterThan(before.threads());
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
