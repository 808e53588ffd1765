package io.github.socketiospring.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.benchmarks.load.ClusterLoad;
import io.github.socketiospring.benchmarks.load.LoadException;
import io.github.socketiospring.benchmarks.load.LoadLoop;
import io.github.socketiospring.benchmarks.load.PollingLoad;
import io.github.socketiospring.benchmarks.process.Cores;
import io.github.socketiospring.benchmarks.process.Jvm;

/**
 * Compares clusters, and is their load generator.
 */
public final class ClusterRun {

	/**
	 * Each case is warmed up several times, as what has been compiled for one may have to
	 * be compiled anew for another.
	 */
	private static final int WARM_UPS = 3;

	/** Servers that wait for each other take longer to get warm. */
	private static final int WARM_UP_FACTOR = 4;

	/** Servers run for weeks: what compilers do at first is not what they cost. */
	private static final double COMPILING = 0.1;

	/** There may always be something left to compile. */
	private static final int MAX_WARM_UPS = 8;

	private static final double PERCENT = 100;

	/** HTTP takes much more code, on both sides of a request that is handed on. */
	private static final int POLL_WARM_UP = 2;

	/**
	 * Each load goes on for so long before it is measured for the first time, and as long
	 * again while there is something to compile.
	 */
	private static final Duration RAMP = Duration.ofMillis(400);

	private static final int MAX_RAMPS = 12;

	private final ClusterOptions options;

	private final Jvm jvm;

	private final ClusterServers servers;

	private final Cores cores;

	private final ClusterResults results = new ClusterResults();

	ClusterRun(ClusterOptions options, Path module) {
		this.options = options;
		this.jvm = new Jvm(options.java(), options.jvmFlags());
		this.servers = new ClusterServers(module, this.jvm, options.redis());
		this.cores = options.pinned() ? Cores.detect() : Cores.unused();
	}

	/**
	 * Runs the benchmark and writes its results.
	 * @param args the directory of this module, then options
	 * @throws IOException if servers cannot be started, or the results not be written
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Path module = Path.of(args[0]);
		List<String> arguments = Arrays.asList(args).subList(1, args.length);
		if (arguments.contains("--help") || arguments.contains("-h")) {
			System.out.print(ClusterOptions.usage());
			return;
		}
		ClusterOptions options;
		try {
			options = ClusterOptions.parse(arguments, module.resolve("target").resolve("cluster"));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage() + "\n\n" + ClusterOptions.usage());
			System.exit(2);
			return;
		}
		ClusterResults results = new ClusterRun(options, module).run();
		results.failures().forEach((failure) -> System.err.println("FAILED: " + failure));
		System.exit(results.failures().isEmpty() ? 0 : 1);
	}

	/**
	 * Runs everything and writes the results.
	 */
	ClusterResults run() throws IOException, InterruptedException {
		long start = System.nanoTime();
		ClusterSetting setting = ClusterSetting.of(this.options, this.jvm, this.cores, this.servers.redisVersion(),
				Runtime.getRuntime().availableProcessors());
		setting.toMap().forEach((name, value) -> say(name + ": " + value));
		this.cores.pinThisProcess();
		try (LoadLoop loop = new LoadLoop()) {
			List<ClusterCase> cases = this.options.cases()
				.stream()
				.filter((measured) -> measured != ClusterCase.POLL)
				.toList();
			if (!cases.isEmpty()) {
				broadcasts(cases, kinds(), loop);
			}
			if (this.options.cases().contains(ClusterCase.POLL)) {
				polls(loop);
			}
		}
		Files.createDirectories(this.options.directory());
		new ClusterReport(setting, this.results).write(this.options.directory());
		say("took " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
		return this.results;
	}

	/** Without what cannot be had. */
	private List<Kind> kinds() {
		if (this.options.kinds().stream().noneMatch(Kind::isNode)) {
			return this.options.kinds();
		}
		try {
			this.servers.installNode();
			return this.options.kinds();
		}
		catch (IOException ex) {
			say("without Node: " + ex.getMessage());
			return this.options.kinds().stream().filter((kind) -> !kind.isNode()).toList();
		}
	}

	// Broadcasts

	private void broadcasts(List<ClusterCase> cases, List<Kind> kinds, LoadLoop loop)
			throws IOException, InterruptedException {
		Map<Kind, Cluster> clusters = new EnumMap<>(Kind.class);
		try {
			int largest = this.options.sizes().get(0);
			for (Kind kind : kinds) {
				clusters.put(kind, this.servers.start(kind, largest));
				warmUp(cases, kind, clusters.get(kind), largest, loop);
			}
			for (Cluster cluster : clusters.values()) {
				cluster.pin(this.cores);
			}
			for (int size : this.options.sizes()) {
				for (Cluster cluster : clusters.values()) {
					cluster.shrinkTo(size);
				}
				for (ClusterCase measured : cases.stream().filter((each) -> each.takes(size)).toList()) {
					compare(measured, size, clusters, loop);
				}
			}
		}
		finally {
			for (Cluster cluster : clusters.values()) {
				cluster.close();
			}
		}
	}

	private void warmUp(List<ClusterCase> cases, Kind kind, Cluster cluster, int size, LoadLoop loop)
			throws InterruptedException {
		say("warm-up of " + kind.id());
		List<ClusterCase> taking = cases.stream().filter((each) -> each.takes(size)).toList();
		Duration share = this.options.warmUp(kind).multipliedBy(size).dividedBy((long) WARM_UPS * taking.size());
		double compiling = 1;
		int most = this.options.isQuick() ? WARM_UPS : MAX_WARM_UPS;
		for (int i = 0; i < WARM_UPS || (i < most && compiling > COMPILING); i++) {
			Cluster.Usage before = cluster.usage();
			double compiled = cluster.compilerSeconds();
			for (ClusterCase measured : taking) {
				try (ClusterLoad load = load(measured, cluster, loop, WARM_UP_FACTOR * measured.outstanding())) {
					load.open();
					ClusterMeasurement.warmUp(cluster, load, share);
				}
				catch (LoadException ex) {
					fail(measured.id() + ", " + kind.id() + ", warm-up", ex);
				}
			}
			cluster.awaitIdle();
			compiling = (cluster.compilerSeconds() - compiled) / ClusterMeasurement.total(cluster, before);
			say(String.format(Locale.ROOT, "  %.0f %% of it to compile", compiling * PERCENT));
		}
	}

	private ClusterLoad load(ClusterCase measured, Cluster cluster, LoadLoop loop, int outstanding) {
		return new ClusterLoad(loop, measured.target(), measured.clients(cluster.ports(), this.options.clients()),
				outstanding);
	}

	private void compare(ClusterCase measured, int size, Map<Kind, Cluster> clusters, LoadLoop loop)
			throws InterruptedException {
		say(measured.label() + ", " + size + " servers");
		Map<Kind, ClusterLoad> loads = new EnumMap<>(Kind.class);
		for (Kind kind : clusters.keySet()) {
			Cluster cluster = clusters.get(kind);
			ClusterLoad load = load(measured, cluster, loop, measured.outstanding());
			try {
				load.open();
				ramp(cluster, load);
				loads.put(kind, load);
			}
			catch (LoadException ex) {
				fail(measured.id() + ", " + kind.id() + ", " + size + " servers", ex);
			}
		}
		List<Kind> order = new ArrayList<>(loads.keySet());
		for (int i = 0; i < this.options.rounds(); i++) {
			for (Kind kind : List.copyOf(order)) {
				try {
					measure(measured, size, kind, clusters.get(kind), loads.get(kind));
				}
				catch (LoadException ex) {
					fail(measured.id() + ", " + kind.id() + ", " + size + " servers", ex);
					order.remove(kind);
				}
			}
			Collections.reverse(order);
		}
		loads.forEach((kind, load) -> {
			try {
				load.close();
			}
			catch (LoadException ex) {
				fail(measured.id() + ", " + kind.id() + ", at the end", ex);
			}
		});
	}

	private void ramp(Cluster cluster, ClusterLoad load) throws InterruptedException {
		double compiling = 1;
		int most = this.options.isQuick() ? 1 : MAX_RAMPS;
		for (int i = 0; i < most && compiling > COMPILING; i++) {
			Cluster.Usage before = cluster.usage();
			double compiled = cluster.compilerSeconds();
			ClusterMeasurement.measure(cluster, load, RAMP, 1);
			compiling = (cluster.compilerSeconds() - compiled) / ClusterMeasurement.total(cluster, before);
		}
	}

	private void measure(ClusterCase measured, int size, Kind kind, Cluster cluster, ClusterLoad load)
			throws InterruptedException {
		ClusterRound round = ClusterMeasurement.measure(cluster, load, this.options.round(), load.receivers());
		this.results.add(measured, size, kind, round);
		say(String.format(Locale.ROOT,
				"  %-18s %,10.0f per CPU-second, %,8.1f µs each; %,6.0f broadcasts/s, Redis %6.1f µs and %,6.0f B in each",
				kind.id(), round.perCpuSecond(), round.micros(), round.broadcasts() / round.seconds(),
				round.redisMicros(), round.bytesIn()));
	}

	// Polls

	private void polls(LoadLoop loop) throws IOException, InterruptedException {
		try (Cluster cluster = this.servers.startWithoutStickySessions(2)) {
			say("warm-up for polls");
			Duration share = this.options.warmUp().multipliedBy(POLL_WARM_UP).dividedBy(WARM_UPS);
			for (int i = 0; i < WARM_UPS; i++) {
				for (Polls polls : List.of(Polls.RIGHT, Polls.HANDED_ON)) {
					try (PollingLoad load = load(polls, cluster, loop)) {
						load.open();
						ClusterMeasurement.warmUp(cluster, load, share);
					}
				}
			}
			cluster.pin(this.cores);
			say(ClusterCase.POLL.label());
			for (int i = 0; i < this.options.rounds(); i++) {
				for (Polls polls : Polls.values()) {
					poll(polls, cluster, loop);
				}
			}
		}
		catch (LoadException ex) {
			fail(ClusterCase.POLL.id(), ex);
		}
	}

	private void poll(Polls polls, Cluster cluster, LoadLoop loop) throws InterruptedException {
		try (PollingLoad load = load(polls, cluster, loop)) {
			load.open();
			ClusterRound round = ClusterMeasurement.measure(cluster, load, this.options.round(), 1);
			this.results.add(polls, round);
			say(String.format(Locale.ROOT, "  %-16s %,8.1f + %,8.1f µs of CPU, p50 %,8.0f µs", polls, round.micros(0),
					round.micros(1), round.p50()));
		}
	}

	private static PollingLoad load(Polls polls, Cluster cluster, LoadLoop loop) {
		List<Integer> ports = cluster.ports();
		return new PollingLoad(loop, ports.get(0), ports.get(polls.via()), polls.clients());
	}

	private void fail(String what, LoadException cause) {
		String failure = what + ": " + cause.getMessage();
		if (cause.getCause() != null) {
			failure += ": " + cause.getCause();
		}
		this.results.addFailure(failure);
		say("FAILED: " + failure);
	}

	private static void say(String text) {
		System.out.println(text);
	}

}
