package io.github.socketiospring.benchmarks;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both servers answer, and are in the table.
 */
@Timeout(120)
class PolicyServerComparisonTests {

	@Test
	void comparesTheServers() throws IOException {
		String table = PolicyServerComparison.compare(2, Duration.ofMillis(1), Duration.ofMillis(1));

		assertThat(table.lines().filter((line) -> line.startsWith("| "))).hasSize(5);
		assertThat(table).contains("medians of 2 rounds")
			.containsPattern("policy server \\| [1-9]")
			.containsPattern("floor: .* \\| [1-9]");
	}

}
