package io.github.socketiospring.benchmarks.cluster;

import java.time.Duration;

import io.github.socketiospring.benchmarks.load.Load;
import io.github.socketiospring.benchmarks.load.LoadCount;

/**
 * Puts a cluster under load and looks at what it costs: from when all is quiet until all
 * is quiet again, so nothing is left out that the load has caused.
 */
final class ClusterMeasurement {

	private static final Duration STEP = Duration.ofMillis(50);

	/** How much longer than its CPU time a warm-up may take. */
	private static final int PATIENCE = 3;

	private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

	private ClusterMeasurement() {
	}

	/**
	 * Keeps a cluster busy until its servers have used some CPU time, all together.
	 * @param load the load, which is open
	 */
	static void warmUp(Cluster cluster, Load load, Duration cpu) throws InterruptedException {
		if (cpu.isZero()) {
			return;
		}
		Cluster.Usage before = cluster.usage();
		long start = System.nanoTime();
		load.start();
		do {
			Thread.sleep(STEP.toMillis());
		}
		while (total(cluster, before) < cpu.toNanos() / NANOS_PER_SECOND
				&& System.nanoTime() - start < PATIENCE * cpu.toNanos());
		load.stop();
	}

	/**
	 * Returns the CPU seconds of all servers together since an earlier moment.
	 */
	static double total(Cluster cluster, Cluster.Usage before) {
		return cluster.usage().cpuSince(before).stream().mapToDouble(Double::doubleValue).sum();
	}

	/**
	 * Measures a cluster once.
	 * @param load the load, which is open and stays so
	 * @param duration how long it goes on
	 * @param perBroadcast how many operations are one broadcast
	 */
	static ClusterRound measure(Cluster cluster, Load load, Duration duration, int perBroadcast)
			throws InterruptedException {
		cluster.awaitIdle();
		load.reset();
		Cluster.Usage before = cluster.usage();
		long start = System.nanoTime();
		load.start();
		Thread.sleep(duration.toMillis());
		load.stop();
		double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
		cluster.awaitIdle();
		LoadCount count = load.count();
		Cluster.Usage after = cluster.usage();
		return new ClusterRound(count.operations(), (double) count.operations() / perBroadcast, seconds,
				after.cpuSince(before), after.redis().minus(before.redis()), count.p50(), count.p99());
	}

}
