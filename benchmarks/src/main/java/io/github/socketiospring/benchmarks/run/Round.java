package io.github.socketiospring.benchmarks.run;

/**
 * What one server did in one round.
 *
 * @param operations messages, or whatever the case counts
 * @param seconds how long it took
 * @param cpuSeconds CPU time of the server, user and system
 * @param loadCpuSeconds CPU time of the load generator
 * @param p50 the median latency in microseconds
 * @param p99 the latency 99 % did not exceed, in microseconds
 * @param p999 the latency 99.9 % did not exceed, in microseconds
 */
record Round(long operations, double seconds, double cpuSeconds, double loadCpuSeconds, double p50, double p99,
		double p999) {

	double perCpuSecond() {
		return this.operations / this.cpuSeconds;
	}

	double perSecond() {
		return this.operations / this.seconds;
	}

}
