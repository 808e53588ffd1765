package io.github.socketiospring.benchmarks.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What is run, and how long.
 *
 * @param cases what is measured
 * @param kinds which servers are compared
 * @param sizes of how many servers a cluster consists, the largest first
 * @param clients how many clients receive what is emitted
 * @param rounds how often each is measured
 * @param round how long events are emitted in one round
 * @param warmUp how much CPU time the servers may use first, on average
 * @param java the JDK the servers run on
 * @param jvmFlags what their JVMs are told
 * @param redis the program of Redis
 * @param directory where the results go
 * @param pinned whether servers and load generator are kept on different cores
 */
record ClusterOptions(List<ClusterCase> cases, List<Kind> kinds, List<Integer> sizes, int clients, int rounds,
		Duration round, Duration warmUp, Path java, List<String> jvmFlags, String redis, Path directory,
		boolean pinned) {

	private static final String USAGE = """
			benchmarks/cluster [options]
			  --quick          one round of a fifth of a second, 1 and 3 servers, hardly any warm-up: does everything work?
			  --cases a,b      %s
			  --servers a,b    %s
			                   (the first four)
			  --sizes a,b      of how many servers a cluster consists (1,2,4,8)
			  --rounds n       how often each is measured in each case and size (3)
			  --seconds n      how long events are emitted each time (0.8)
			  --warmup n       CPU-seconds of warm-up for each server, on average (15); a quarter of it for Node's
			  --java dir       the JDK the servers run on (the one that runs this)
			  --flags "..."    their JVM flags (%s)
			  --redis file     the program of Redis (redis-server)
			  --out dir        where the results go (benchmarks/target/cluster)
			""";

	/** Each has one core, which others have, too. */
	private static final String FLAGS = "-Xms96m -Xmx96m -XX:+UseSerialGC -XX:ActiveProcessorCount=1";

	private static final List<Integer> SIZES = List.of(8, 4, 2, 1);

	private static final int CLIENTS = 200;

	/** Node.js compiles sooner. */
	private static final int NODE_SHARE = 4;

	private static final double MILLIS = 1000;

	static ClusterOptions defaults(Path directory) {
		return new ClusterOptions(List.of(ClusterCase.values()), Kind.DEFAULTS, SIZES, CLIENTS, 3,
				Duration.ofMillis(800), Duration.ofSeconds(15), Path.of(System.getProperty("java.home")), words(FLAGS),
				"redis-server", directory, true);
	}

	static String usage() {
		return USAGE.formatted(String.join(",", ClusterCase.ids()), String.join(",", Kind.ids()), FLAGS);
	}

	/**
	 * Reads options.
	 * @throws IllegalArgumentException if one is unknown or makes no sense
	 */
	static ClusterOptions parse(List<String> arguments, Path directory) {
		ClusterOptions options = defaults(directory);
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
		return options;
	}

	/**
	 * Returns how much CPU time a server may use before it is measured.
	 */
	Duration warmUp(Kind kind) {
		return kind.isNode() ? this.warmUp.dividedBy(NODE_SHARE) : this.warmUp;
	}

	/**
	 * Returns whether servers are too new for their figures to mean anything.
	 */
	boolean isQuick() {
		return this.warmUp.compareTo(Duration.ofSeconds(1)) < 0;
	}

	private ClusterOptions quick() {
		return new ClusterOptions(this.cases, this.kinds, List.of(3, 1), this.clients, 1, Duration.ofMillis(200),
				Duration.ofMillis(500), this.java, this.jvmFlags, this.redis, this.directory, this.pinned);
	}

	private ClusterOptions with(String name, String value) {
		List<ClusterCase> newCases = this.cases;
		List<Kind> newKinds = this.kinds;
		List<Integer> newSizes = this.sizes;
		int newRounds = this.rounds;
		Duration newRound = this.round;
		Duration newWarmUp = this.warmUp;
		Path newJava = this.java;
		List<String> newFlags = this.jvmFlags;
		String newRedis = this.redis;
		Path newDirectory = this.directory;
		switch (name) {
			case "--cases" -> newCases = Arrays.stream(value.split(",")).map(ClusterCase::of).distinct().toList();
			case "--servers" -> newKinds = Arrays.stream(value.split(",")).map(Kind::of).distinct().toList();
			case "--sizes" -> newSizes = sizes(value);
			case "--rounds" -> newRounds = Math.max(1, Integer.parseInt(value));
			case "--seconds" -> newRound = seconds(value);
			case "--warmup" -> newWarmUp = seconds(value);
			case "--java" -> newJava = Path.of(value);
			case "--flags" -> newFlags = words(value);
			case "--redis" -> newRedis = value;
			case "--out" -> newDirectory = Path.of(value);
			default -> throw new IllegalArgumentException(name + " is unknown");
		}
		return new ClusterOptions(newCases, newKinds, newSizes, this.clients, newRounds, newRound, newWarmUp, newJava,
				newFlags, newRedis, newDirectory, this.pinned);
	}

	/**
	 * The largest first: servers are stopped, so that none is new when it is measured.
	 */
	private static List<Integer> sizes(String value) {
		List<Integer> sizes = Arrays.stream(value.split(","))
			.map(Integer::valueOf)
			.distinct()
			.sorted(Comparator.reverseOrder())
			.toList();
		if (sizes.get(sizes.size() - 1) < 1) {
			throw new IllegalArgumentException("A cluster has one server at least");
		}
		return sizes;
	}

	private static Duration seconds(String value) {
		return Duration.ofMillis(Math.round(Double.parseDouble(value) * MILLIS));
	}

	private static List<String> words(String text) {
		return List.of(text.strip().split("\\s+"));
	}

}
