package io.github.socketiospring.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.benchmarks.server.StarterServer;

/**
 * What the starter adds to an application: to the time from the start of its process
 * until it serves requests, and to its size. Starts it with and without, in turns.
 */
public final class StartUpComparison {

	private static final int RUNS = 15;

	private StartUpComparison() {
	}

	/**
	 * Runs the comparison.
	 * @param args the library's jar
	 * @throws Exception if a process cannot be started
	 */
	public static void main(String[] args) throws Exception {
		start(true);
		start(false);
		List<Double> with = new ArrayList<>();
		List<Double> without = new ArrayList<>();
		List<Double> added = new ArrayList<>();
		for (int i = 0; i < RUNS; i++) {
			boolean first = i % 2 == 0;
			double one = start(first);
			double other = start(!first);
			with.add(first ? one : other);
			without.add(first ? other : one);
			added.add(first ? one - other : other - one);
		}
		System.out.printf(
				"WebFlux application: %.0f ms, with the starter: %.0f ms (medians of %4$d starts each, in turns); "
						+ "it adds %3$.0f ms (median of the pairs' differences); JDK %5$s%n",
				median(without), median(with), median(added), RUNS, System.getProperty("java.version"));
		System.out.printf("Jar of the auto-configuration: %d KB%n", Files.size(Path.of(args[0])) / 1024);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	/** Returns milliseconds. */
	private static double start(boolean enabled) throws IOException, InterruptedException {
		long start = System.nanoTime();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xms512m", "-XX:+UseParallelGC", "-cp", System.getProperty("java.class.path"),
				StarterServer.class.getName(), "--socketio.enabled=" + enabled)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			String port = output.readLine();
			double millis = (System.nanoTime() - start) / 1e6;
			if (port == null) {
				throw new IllegalStateException("The application does not start");
			}
			process.getOutputStream().close();
			process.waitFor();
			return millis;
		}
	}

}
