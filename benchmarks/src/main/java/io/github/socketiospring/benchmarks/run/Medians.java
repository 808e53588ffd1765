package io.github.socketiospring.benchmarks.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Medians of rounds.
 */
public final class Medians {

	private Medians() {
	}

	/**
	 * Returns the median of a figure.
	 * @param <R> the type of a round
	 * @param rounds the rounds
	 * @param figure the figure of a round
	 * @return the median, not a number if there are no rounds
	 */
	public static <R> double of(List<R> rounds, ToDoubleFunction<R> figure) {
		return of(rounds.stream().mapToDouble(figure).toArray());
	}

	/**
	 * Compares two servers round by round: the halves of a round saw the same machine.
	 * @param <R> the type of a round
	 * @param rounds the rounds of one
	 * @param others those of the other
	 * @param figure what is compared
	 * @return the median of the ratios, not a number if there are none
	 */
	public static <R> double ofRatios(List<R> rounds, List<R> others, ToDoubleFunction<R> figure) {
		int number = Math.min(rounds.size(), others.size());
		return of(IntStream.range(0, number)
			.mapToDouble((i) -> figure.applyAsDouble(rounds.get(i)) / figure.applyAsDouble(others.get(i)))
			.toArray());
	}

	private static double of(double[] values) {
		if (values.length == 0) {
			return Double.NaN;
		}
		Arrays.sort(values);
		int middle = values.length / 2;
		return (values.length % 2 == 1) ? values[middle] : (values[middle - 1] + values[middle]) / 2;
	}

}
