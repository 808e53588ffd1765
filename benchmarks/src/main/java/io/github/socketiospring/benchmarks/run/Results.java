package io.github.socketiospring.benchmarks.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that was measured, and all that failed.
 */
final class Results {

	private final Map<Case, Map<Server, List<Round>>> rounds = new EnumMap<>(Case.class);

	private final Map<Server, Memory> memory = new EnumMap<>(Server.class);

	private final Set<String> failures = new LinkedHashSet<>();

	void add(Case measured, Server server, Round round) {
		this.rounds.computeIfAbsent(measured, (key) -> new EnumMap<>(Server.class))
			.computeIfAbsent(server, (key) -> new ArrayList<>())
			.add(round);
	}

	void add(Server server, Memory value) {
		this.memory.put(server, value);
	}

	void addFailure(String failure) {
		this.failures.add(failure);
	}

	/**
	 * Returns the rounds of a case, by server.
	 */
	Map<Server, List<Round>> rounds(Case measured) {
		return this.rounds.getOrDefault(measured, Map.of());
	}

	/**
	 * Returns the cases that were measured, except memory.
	 */
	List<Case> cases() {
		return List.copyOf(this.rounds.keySet());
	}

	/**
	 * Returns the servers that have figures for at least one of the cases.
	 */
	List<Server> servers(List<Case> cases) {
		return List.of(Server.values())
			.stream()
			.filter((server) -> cases.stream().anyMatch((measured) -> rounds(measured).containsKey(server)))
			.toList();
	}

	/**
	 * Returns what idle connections cost, by server.
	 */
	Map<Server, Memory> memory() {
		return this.memory;
	}

	/**
	 * Returns what went wrong.
	 */
	Set<String> failures() {
		return this.failures;
	}

}
