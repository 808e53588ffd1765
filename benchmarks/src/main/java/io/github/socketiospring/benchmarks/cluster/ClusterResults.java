package io.github.socketiospring.benchmarks.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.socketiospring.benchmarks.run.Medians;

/**
 * All that was measured, and all that failed.
 */
final class ClusterResults {

	private final Map<ClusterCase, Map<Integer, Map<Kind, List<ClusterRound>>>> rounds = new EnumMap<>(
			ClusterCase.class);

	private final Map<Polls, List<ClusterRound>> polls = new EnumMap<>(Polls.class);

	private final Set<String> failures = new LinkedHashSet<>();

	void add(ClusterCase measured, int size, Kind kind, ClusterRound round) {
		this.rounds.computeIfAbsent(measured, (key) -> new TreeMap<>())
			.computeIfAbsent(size, (key) -> new EnumMap<>(Kind.class))
			.computeIfAbsent(kind, (key) -> new ArrayList<>())
			.add(round);
	}

	void add(Polls polls, ClusterRound round) {
		this.polls.computeIfAbsent(polls, (key) -> new ArrayList<>()).add(round);
	}

	void addFailure(String failure) {
		this.failures.add(failure);
	}

	/**
	 * Returns the cases that were measured, except polls.
	 */
	List<ClusterCase> cases() {
		return List.copyOf(this.rounds.keySet());
	}

	/**
	 * Returns the sizes of clusters that were measured in a case, the smallest first.
	 */
	List<Integer> sizes(ClusterCase measured) {
		return List.copyOf(this.rounds.getOrDefault(measured, Map.of()).keySet());
	}

	/**
	 * Returns the servers that were measured.
	 */
	List<Kind> kinds() {
		return this.rounds.values()
			.stream()
			.flatMap((sizes) -> sizes.values().stream())
			.flatMap((kinds) -> kinds.keySet().stream())
			.distinct()
			.sorted(Comparator.naturalOrder())
			.toList();
	}

	/**
	 * Returns the rounds of a cluster in a case; none if it has not been measured.
	 */
	List<ClusterRound> rounds(ClusterCase measured, int size, Kind kind) {
		return this.rounds.getOrDefault(measured, Map.of()).getOrDefault(size, Map.of()).getOrDefault(kind, List.of());
	}

	/**
	 * Returns the rounds of polls; none if they have not been measured.
	 */
	List<ClusterRound> rounds(Polls polls) {
		return this.polls.getOrDefault(polls, List.of());
	}

	/**
	 * Returns by which part the servers that have to do with an event need more for each
	 * server that is added and has not: between the smallest and the largest cluster that
	 * have both.
	 * @return 0.01 for one percent; not a number if that was not measured
	 */
	double growth(ClusterCase measured, Kind kind) {
		List<Integer> sizes = sizes(measured).stream()
			.filter((size) -> size > 1 && !rounds(measured, size, kind).isEmpty())
			.toList();
		if (sizes.size() < 2) {
			return Double.NaN;
		}
		int smallest = sizes.get(0);
		int largest = sizes.get(sizes.size() - 1);
		double before = concerned(measured, smallest, kind);
		return (concerned(measured, largest, kind) / before - 1) / (largest - smallest);
	}

	private double concerned(ClusterCase measured, int size, Kind kind) {
		return Medians.of(rounds(measured, size, kind), (round) -> round.micros(measured, ClusterCase.Role.SENDER)
				+ round.micros(measured, ClusterCase.Role.RECEIVER));
	}

	/**
	 * Returns what went wrong.
	 */
	Set<String> failures() {
		return this.failures;
	}

}
