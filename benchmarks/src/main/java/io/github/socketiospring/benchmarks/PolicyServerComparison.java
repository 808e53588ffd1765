package io.github.socketiospring.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How many requests for the Flash socket policy the policy server answers, compared with
 * the least a Netty server could do. Each server is a process of its own, so that its CPU
 * time is known; they take turns under the same load, from one thread here.
 */
public final class PolicyServerComparison {

	private static final int ROUNDS = 15;

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private static final Duration ROUND = Duration.ofSeconds(1);

	/** The servers end by then, whatever happens. */
	private static final Duration LIMIT = Duration.ofSeconds(55);

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private PolicyServerComparison() {
	}

	/**
	 * Compares the servers, which takes less than a minute, and prints a Markdown table.
	 * @param args none
	 * @throws IOException if a server cannot be started or reached
	 */
	public static void main(String[] args) throws IOException {
		System.out.println(compare(ROUNDS, WARM_UP, ROUND));
	}

	/**
	 * Compares the servers.
	 * @param rounds how many rounds are measured, with each server in turn
	 * @param warmUp how long each server is warmed up
	 * @param round how long each server is measured in one round
	 * @return a Markdown table of medians
	 * @throws IOException if a server cannot be started or reached
	 */
	static String compare(int rounds, Duration warmUp, Duration round) throws IOException {
		ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
		try (PolicyServerProcess policy = PolicyServerProcess.start(PolicyServerProcess.POLICY);
				PolicyServerProcess floor = PolicyServerProcess.start(PolicyServerProcess.FLOOR)) {
			watchdog.schedule(() -> {
				policy.close();
				floor.close();
			}, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
			measure(policy, warmUp);
			measure(floor, warmUp);
			List<Round> ofPolicy = new ArrayList<>();
			List<Round> ofFloor = new ArrayList<>();
			for (int i = 0; i < rounds; i++) {
				if (i % 2 == 0) {
					ofPolicy.add(measure(policy, round));
					ofFloor.add(measure(floor, round));
				}
				else {
					ofFloor.add(measure(floor, round));
					ofPolicy.add(measure(policy, round));
				}
			}
			return toMarkdown(ofPolicy, ofFloor);
		}
		finally {
			watchdog.shutdownNow();
		}
	}

	private static Round measure(PolicyServerProcess server, Duration duration) throws IOException {
		PolicyRequests clients = new PolicyRequests(server.port());
		long requests = 0;
		Duration cpuBefore = server.cpu();
		long start = System.nanoTime();
		long time = 0;
		while (time < duration.toNanos()) {
			clients.exchange();
			requests += PolicyRequests.SIMULTANEOUS;
			time = System.nanoTime() - start;
		}
		Duration cpu = server.cpu().minus(cpuBefore);
		return new Round(requests * NANOS_PER_SECOND / time, requests * NANOS_PER_SECOND / cpu.toNanos());
	}

	private static String toMarkdown(List<Round> policy, List<Round> floor) {
		StringBuilder table = new StringBuilder();
		table.append("JDK ")
			.append(System.getProperty("java.version"))
			.append(", ")
			.append(Runtime.getRuntime().availableProcessors())
			.append(" processors, medians of ")
			.append(policy.size())
			.append(" rounds\n\n| | requests/s | requests per second of server CPU |\n| --- | ---: | ---: |\n");
		append(table, "policy server", "%,.0f", perSecond(policy), perCpuSecond(policy));
		append(table, "floor: accept, read, write, close", "%,.0f", perSecond(floor), perCpuSecond(floor));
		append(table, "policy server / floor", "%.2f", ratios(perSecond(policy), perSecond(floor)),
				ratios(perCpuSecond(policy), perCpuSecond(floor)));
		return table.toString();
	}

	private static void append(StringBuilder table, String label, String format, double[] first, double[] second) {
		table.append("| ")
			.append(label)
			.append(" | ")
			.append(String.format(Locale.ROOT, format, median(first)))
			.append(" | ")
			.append(String.format(Locale.ROOT, format, median(second)))
			.append(" |\n");
	}

	private static double[] perSecond(List<Round> rounds) {
		return rounds.stream().mapToDouble(Round::perSecond).toArray();
	}

	private static double[] perCpuSecond(List<Round> rounds) {
		return rounds.stream().mapToDouble(Round::perCpuSecond).toArray();
	}

	/** Of the two halves of a round, which saw the same machine. */
	private static double[] ratios(double[] values, double[] floors) {
		return IntStream.range(0, values.length).mapToDouble((i) -> values[i] / floors[i]).toArray();
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * What was measured in one round with one server.
	 *
	 * @param perSecond requests per second
	 * @param perCpuSecond requests per second of the server's CPU time
	 */
	private record Round(double perSecond, double perCpuSecond) {
	}

}
