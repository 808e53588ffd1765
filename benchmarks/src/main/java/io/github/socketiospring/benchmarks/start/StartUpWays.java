package io.github.socketiospring.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.socketiospring.benchmarks.load.IdleClients;
import io.github.socketiospring.benchmarks.load.LoadLoop;
import io.github.socketiospring.benchmarks.process.Cores;
import io.github.socketiospring.benchmarks.process.Jvm;
import io.github.socketiospring.benchmarks.process.ServerProcess;
import io.github.socketiospring.benchmarks.run.Medians;
import io.github.socketiospring.benchmarks.server.StarterServer;

/**
 * Starts an application with the starter in each way that the JDK knows, in turns, and
 * connects clients to it.
 */
public final class StartUpWays {

	private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

	private static final int ROUNDS = 5;

	private static final int CLIENTS = 10_000;

	private static final int FEW_CLIENTS = 500;

	private final List<Way> ways;

	private final Path home;

	private final Cores cores;

	private final int clients;

	private StartUpWays(List<Way> ways, Path home, Cores cores, int clients) {
		this.ways = ways;
		this.home = home;
		this.cores = cores;
		this.clients = clients;
	}

	/**
	 * Prints the table. Everything must be in jars: JDKs share no classes of directories.
	 * @param args {@code --quick} to see whether everything works
	 * @throws Exception if a process cannot be started
	 */
	public static void main(String[] args) throws Exception {
		boolean quick = List.of(args).contains("--quick");
		int rounds = quick ? 1 : ROUNDS;
		Path home = Path.of(System.getProperty("java.home"));
		Jvm jvm = new Jvm(home, FLAGS);
		Path directory = Files.createTempDirectory("start-up");
		Cores cores = Cores.detect();
		cores.pinThisProcess();
		List<Way> ways = Way.of(jvm.release(), directory);
		System.out.print(new StartUpWays(ways, home, cores, quick ? FEW_CLIENTS : CLIENTS).compare(rounds));
		System.out.printf("%nMedians of %d starts each, in turns; %s; JDK %s with %s.%n", rounds, cores.description(),
				jvm.version(), jvm.flags());
	}

	/**
	 * Compares ways on the JDK that runs this.
	 * @param ways the ways
	 * @param rounds how often each is measured
	 * @param clients how many clients connect
	 * @return a table
	 * @throws IOException if a process cannot be started
	 */
	static String compare(List<Way> ways, int rounds, int clients) throws IOException, InterruptedException {
		return new StartUpWays(ways, Path.of(System.getProperty("java.home")), Cores.unused(), clients).compare(rounds);
	}

	private String compare(int rounds) throws IOException, InterruptedException {
		Map<Way, List<Start>> starts = new LinkedHashMap<>();
		for (Way way : this.ways) {
			starts.put(way, new ArrayList<>());
			if (!way.training().isEmpty()) {
				train(way);
			}
		}
		for (int i = 0; i < rounds; i++) {
			for (Map.Entry<Way, List<Start>> each : starts.entrySet()) {
				each.getValue().add(measure(each.getKey()));
			}
		}
		return table(starts);
	}

	private List<String> command(List<String> flags) throws IOException {
		List<String> all = new ArrayList<>(FLAGS);
		all.addAll(flags);
		return new Jvm(this.home, all).command(StarterServer.class, List.of());
	}

	/** At its end, the JVM writes what it has learnt. */
	private void train(Way way) throws IOException, InterruptedException {
		try (ServerProcess server = ServerProcess.start(command(way.training()))) {
			if (way.trained()) {
				connect(server.port());
			}
			server.end();
		}
	}

	private void connect(int port) {
		try (LoadLoop loop = new LoadLoop(); IdleClients idle = new IdleClients(loop, port)) {
			idle.hold(this.clients);
		}
	}

	private Start measure(Way way) throws IOException, InterruptedException {
		List<String> command = this.cores.pin(command(way.flags()));
		long start = System.nanoTime();
		try (ServerProcess server = ServerProcess.start(command)) {
			long ready = System.nanoTime();
			Duration readyCpu = server.cpu();
			try (LoadLoop loop = new LoadLoop(); IdleClients idle = new IdleClients(loop, server.port())) {
				long before = System.nanoTime();
				idle.hold(this.clients);
				return new Start(Duration.ofNanos(ready - start), readyCpu,
						Duration.ofNanos(System.nanoTime() - before), server.cpu().minus(readyCpu));
			}
		}
	}

	private String table(Map<Way, List<Start>> starts) {
		StringBuilder table = new StringBuilder();
		table.append(
				String.format(Locale.ROOT, "| start | until it serves requests, ms | CPU, ms | first %,d clients, ms "
						+ "| CPU, ms |%n| --- | ---: | ---: | ---: | ---: |%n", this.clients));
		starts.forEach((way,
				each) -> table.append(String.format(Locale.ROOT, "| %s | %,.0f | %,.0f | %,.0f | %,.0f |%n", way.name(),
						median(each, Start::ready), median(each, Start::readyCpu), median(each, Start::clients),
						median(each, Start::clientsCpu))));
		return table.toString();
	}

	private static double median(List<Start> starts, Function<Start, Duration> figure) {
		return Medians.of(starts, (start) -> figure.apply(start).toMillis());
	}

}
