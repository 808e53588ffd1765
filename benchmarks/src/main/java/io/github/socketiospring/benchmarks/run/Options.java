package io.github.socketiospring.benchmarks.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What is run, and how long.
 *
 * @param cases what is measured
 * @param servers which servers are compared
 * @param rounds how often each is measured
 * @param round how long each is measured in one round
 * @param warmUp how much CPU time each server may use first, for each group of cases
 * @param many how many connections are held where it matters
 * @param java the JDK the servers run on
 * @param jvmFlags what their JVMs are told
 * @param checkouts where other versions of the starter are
 * @param directory where the results go
 * @param pinned whether servers and load generator are kept on different cores
 */
record Options(List<Case> cases, List<Server> servers, int rounds, Duration round, Duration warmUp, int many, Path java,
		List<String> jvmFlags, Map<Server.Build, Path> checkouts, Path directory, boolean pinned) {

	static final String USAGE = """
			benchmarks/run [options]
			  --quick          one round of half a second, hardly any warm-up: does everything work?
			  --cases a,b      %s
			  --servers a,b    %s
			  --rounds n       how often each server is measured in each case (3)
			  --seconds n      how long it is measured each time (1.5)
			  --warmup n       CPU-seconds of warm-up for each server and group of cases (15)
			  --base dir       a checkout of another version of the starter: built there, and compared
			  --other dir      yet another one
			  --java dir       the JDK the servers run on (the one that runs this)
			  --flags "..."    their JVM flags (%s)
			  --out dir        where the results go (benchmarks/target/run)
			""";

	private static final String FLAGS = "-Xms1g -Xmx1g -XX:+UseParallelGC";

	private static final int MANY = 10_000;

	private static final int FEW = 2000;

	private static final double MILLIS = 1000;

	static Options defaults(Path directory) {
		return new Options(List.of(Case.values()), List.of(), 3, Duration.ofMillis(1500), Duration.ofSeconds(15), MANY,
				Path.of(System.getProperty("java.home")), words(FLAGS), Map.of(), directory, true);
	}

	static String usage() {
		return USAGE.formatted(ids(Case.values(), Case::id), ids(Server.values(), Server::id), FLAGS);
	}

	/**
	 * Reads options.
	 * @throws IllegalArgumentException if one is unknown or makes no sense
	 */
	static Options parse(List<String> arguments, Path directory) {
		Options options = defaults(directory);
		for (int i = 0; i < arguments.size(); i++) {
			String name = arguments.get(i);
			if (name.equals("--quick")) {
				options = options.quick();
			}
			else if (i + 1 < arguments.size()) {
				options = options.with(name, arguments.get(++i));
			}
			else {
				throw new IllegalArgumentException(name + " is unknown or lacks its value");
			}
		}
		return options.withServers();
	}

	/** All that can be had, if none are named. */
	private Options withServers() {
		List<Server> available = Arrays.stream(Server.values())
			.filter((server) -> server.build() == Server.Build.THIS || this.checkouts.containsKey(server.build()))
			.toList();
		for (Server server : this.servers) {
			if (!available.contains(server)) {
				throw new IllegalArgumentException(
						"Server " + server.id() + " needs --" + server.build().name().toLowerCase(Locale.ROOT));
			}
		}
		return this.servers.isEmpty() ? new Options(this.cases, available, this.rounds, this.round, this.warmUp,
				this.many, this.java, this.jvmFlags, this.checkouts, this.directory, this.pinned) : this;
	}

	private Options quick() {
		return new Options(this.cases, this.servers, 1, Duration.ofMillis(500), Duration.ofSeconds(1), FEW, this.java,
				this.jvmFlags, this.checkouts, this.directory, this.pinned);
	}

	private Options with(String name, String value) {
		List<Case> newCases = this.cases;
		List<Server> newServers = this.servers;
		int newRounds = this.rounds;
		Duration newRound = this.round;
		Duration newWarmUp = this.warmUp;
		Path newJava = this.java;
		List<String> newFlags = this.jvmFlags;
		Map<Server.Build, Path> newCheckouts = new EnumMap<>(Server.Build.class);
		newCheckouts.putAll(this.checkouts);
		Path newDirectory = this.directory;
		switch (name) {
			case "--cases" -> newCases = Arrays.stream(value.split(",")).map(Case::of).toList();
			case "--servers" -> newServers = Arrays.stream(value.split(",")).map(Server::of).toList();
			case "--rounds" -> newRounds = Math.max(1, Integer.parseInt(value));
			case "--seconds" -> newRound = seconds(value);
			case "--warmup" -> newWarmUp = seconds(value);
			case "--base" -> newCheckouts.put(Server.Build.BASE, Path.of(value));
			case "--other" -> newCheckouts.put(Server.Build.OTHER, Path.of(value));
			case "--java" -> newJava = Path.of(value);
			case "--flags" -> newFlags = words(value);
			case "--out" -> newDirectory = Path.of(value);
			default -> throw new IllegalArgumentException(name + " is unknown");
		}
		return new Options(newCases, newServers, newRounds, newRound, newWarmUp, this.many, newJava, newFlags,
				newCheckouts, newDirectory, this.pinned);
	}

	private static Duration seconds(String value) {
		return Duration.ofMillis(Math.round(Double.parseDouble(value) * MILLIS));
	}

	private static List<String> words(String text) {
		return List.of(text.strip().split("\\s+"));
	}

	private static <T> String ids(T[] values, Function<T, String> id) {
		List<String> ids = new ArrayList<>();
		for (T value : values) {
			ids.add(id.apply(value));
		}
		return String.join(",", ids);
	}

}
