package io.github.socketiospring.benchmarks.cluster;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a cluster did in one round.
 *
 * @param operations deliveries, answers or messages
 * @param broadcasts how many events were emitted; for polling, how many messages
 * @param seconds how long it took
 * @param cpuSeconds CPU time of each server, the one that emits first
 * @param redis what Redis did
 * @param p50 the median latency in microseconds
 * @param p99 the latency 99 % did not exceed, in microseconds
 */
record ClusterRound(long operations, double broadcasts, double seconds, List<Double> cpuSeconds, RedisFigures redis,
		double p50, double p99) {

	private static final double MICROS = 1e6;

	/**
	 * Returns operations per second of CPU time of all servers together.
	 */
	double perCpuSecond() {
		return this.operations / total();
	}

	private double total() {
		return this.cpuSeconds.stream().mapToDouble(Double::doubleValue).sum();
	}

	/**
	 * Returns microseconds of CPU time for each broadcast, of all servers together.
	 */
	double micros() {
		return total() / this.broadcasts * MICROS;
	}

	/**
	 * Returns microseconds of CPU time for each broadcast, on average of the servers that
	 * have this role.
	 * @return not a number if there are none
	 */
	double micros(ClusterCase measured, ClusterCase.Role role) {
		return IntStream.range(0, this.cpuSeconds.size())
			.filter((server) -> measured.role(server) == role)
			.mapToDouble(this::micros)
			.average()
			.orElse(Double.NaN);
	}

	/**
	 * Returns microseconds of CPU time of one server for each broadcast.
	 */
	double micros(int server) {
		return this.cpuSeconds.get(server) / this.broadcasts * MICROS;
	}

	/**
	 * Returns microseconds of Redis' CPU time for each broadcast.
	 */
	double redisMicros() {
		return this.redis.cpuSeconds() / this.broadcasts * MICROS;
	}

	/**
	 * Returns the bytes that Redis reads for each broadcast.
	 */
	double bytesIn() {
		return this.redis.inputBytes() / this.broadcasts;
	}

	/**
	 * Returns the bytes that Redis writes for each broadcast.
	 */
	double bytesOut() {
		return this.redis.outputBytes() / this.broadcasts;
	}

	/**
	 * Returns how many commands Redis executes for each broadcast.
	 */
	double commands() {
		return this.redis.commands() / this.broadcasts;
	}

}
