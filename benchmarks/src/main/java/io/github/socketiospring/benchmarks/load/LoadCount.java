package io.github.socketiospring.benchmarks.load;

/**
 * What a server has done.
 *
 * @param operations how many messages came back, or whatever the server was asked to do
 * @param p50 the median latency in microseconds
 * @param p99 the latency 99 % did not exceed, in microseconds
 * @param p999 the latency 99.9 % did not exceed, in microseconds
 */
public record LoadCount(long operations, double p50, double p99, double p999) {
}
