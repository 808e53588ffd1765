package io.github.socketiospring.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks and writes their results as JSON and as a Markdown table. Takes JMH's
 * own arguments; without any, all benchmarks run in a short profile of a few minutes.
 */
public final class BenchmarkMain {

	private static final int ITERATIONS = 5;

	private static final TimeValue ITERATION_TIME = TimeValue.milliseconds(500);

	private BenchmarkMain() {
	}

	/**
	 * Runs benchmarks.
	 * @param args the directory for the results, then JMH's arguments
	 * @throws CommandLineOptionException if JMH does not know an argument
	 * @throws RunnerException if a benchmark fails
	 * @throws IOException if the results cannot be written
	 */
	public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
		Path directory = Path.of(args[0]);
		String[] arguments = new String[args.length - 1];
		System.arraycopy(args, 1, arguments, 0, arguments.length);
		CommandLineOptions given = new CommandLineOptions(arguments);
		if (given.shouldHelp() || given.shouldList() || given.shouldListProfilers()) {
			org.openjdk.jmh.Main.main(arguments);
			return;
		}
		ChainedOptionsBuilder options = new OptionsBuilder().parent(given)
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true);
		if (!given.getForkCount().hasValue()) {
			options.forks(1);
		}
		if (!given.getWarmupIterations().hasValue()) {
			options.warmupIterations(ITERATIONS);
		}
		if (!given.getWarmupTime().hasValue()) {
			options.warmupTime(ITERATION_TIME);
		}
		if (!given.getMeasurementIterations().hasValue()) {
			options.measurementIterations(ITERATIONS);
		}
		if (!given.getMeasurementTime().hasValue()) {
			options.measurementTime(ITERATION_TIME);
		}
		if (!given.getResult().hasValue()) {
			options.resultFormat(ResultFormatType.JSON).result(directory.resolve("jmh.json").toString());
		}
		Collection<RunResult> results = new Runner(options.build()).run();
		String table = new ResultTable(results).toMarkdown();
		Files.writeString(directory.resolve("jmh.md"), table);
		System.out.println();
		System.out.println(table);
	}

}
