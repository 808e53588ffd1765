package io.github.socketiospring.benchmarks;

import java.util.Collection;
import java.util.Collections;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All benchmarks run, and all are in the table.
 */
class BenchmarkTests {

	private static final String IGNORE_LOCK = "jmh.ignoreLock";

	@BeforeEach
	void runBesideOthers() {
		System.setProperty(IGNORE_LOCK, "true");
	}

	@AfterEach
	void restore() {
		System.clearProperty(IGNORE_LOCK);
	}

	@Test
	void everyBenchmarkRuns() throws RunnerException {
		Options once = new OptionsBuilder().forks(0)
			.mode(Mode.SingleShotTime)
			.warmupIterations(0)
			.measurementIterations(1)
			.param("members", "1", "100")
			.param("rooms", "2")
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();

		Collection<RunResult> results = new Runner(once).run();

		int benchmarks = BenchmarkList.defaultList()
			.getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), Collections.emptyList())
			.size();
		assertThat(results).hasSizeGreaterThanOrEqualTo(benchmarks);
		assertThat(new ResultTable(results).toMarkdown().lines().filter((line) -> line.startsWith("| ")).count())
			.isEqualTo(results.size() + 2);
	}

}
