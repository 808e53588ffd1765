package io.github.socketiospring.benchmarks.load;

import java.util.Arrays;

/**
 * Counts latencies in buckets that are at most 1/32 of their value wide.
 */
final class LatencyHistogram {

	private static final int SUB_BUCKET_BITS = 5;

	private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

	private final long[] counts = new long[SUB_BUCKETS * (Long.SIZE - SUB_BUCKET_BITS + 1)];

	private long total;

	void record(long nanos) {
		this.counts[index(nanos)]++;
		this.total++;
	}

	void reset() {
		Arrays.fill(this.counts, 0);
		this.total = 0;
	}

	/**
	 * Returns the latency that a share of all did not exceed.
	 * @param share between 0 and 1
	 * @return nanoseconds, 0 if there is no latency
	 */
	long percentile(double share) {
		long rank = Math.max(1, (long) Math.ceil(this.total * share));
		long seen = 0;
		for (int i = 0; i < this.counts.length; i++) {
			seen += this.counts[i];
			if (seen >= rank) {
				return highest(i);
			}
		}
		return 0;
	}

	/** The first 64 values have a bucket each, then each power of two has 32. */
	private static int index(long value) {
		int shift = Math.max(0, Long.SIZE - SUB_BUCKET_BITS - 1 - Long.numberOfLeadingZeros(value | 1));
		return (int) (value >>> shift) + shift * SUB_BUCKETS;
	}

	private static long highest(int index) {
		int shift = Math.max(0, index / SUB_BUCKETS - 1);
		long mantissa = index - (long) shift * SUB_BUCKETS;
		return ((mantissa + 1) << shift) - 1;
	}

}
