package io.github.socketiospring.benchmarks.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Medians of rounds.
 */
final class Medians {

	private Medians() {
	}

	static double of(List<Round> rounds, ToDoubleFunction<Round> figure) {
		return of(rounds.stream().mapToDouble(figure).toArray());
	}

	/**
	 * Compares two servers round by round: the halves of a round saw the same machine.
	 */
	static double ofRatios(List<Round> rounds, List<Round> others) {
		int number = Math.min(rounds.size(), others.size());
		return of(IntStream.range(0, number)
			.mapToDouble((i) -> rounds.get(i).perCpuSecond() / others.get(i).perCpuSecond())
			.toArray());
	}

	private static double of(double[] values) {
		Arrays.sort(values);
		int middle = values.length / 2;
		return (values.length % 2 == 1) ? values[middle] : (values[middle - 1] + values[middle]) / 2;
	}

}
