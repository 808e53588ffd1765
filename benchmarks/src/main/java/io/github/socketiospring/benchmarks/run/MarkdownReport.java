package io.github.socketiospring.benchmarks.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Medians as Markdown tables.
 */
final class MarkdownReport {

	private static final double THOUSAND = 1000;

	private static final String NOTHING = "–";

	/** What others are compared with, the yardsticks in their order. */
	private static final List<Server> YARDSTICKS = List.of(Server.BASE_EVENT_LOOP, Server.BASE, Server.BASE_VIRTUAL,
			Server.BASE_PLAIN, Server.NODE, Server.NETTY_SOCKETIO, Server.REACTOR_SINK, Server.REACTOR_DIRECT,
			Server.NETTY, Server.POLICY_FLOOR);

	private static final List<Server> OURS = List.of(Server.STARTER_EVENT_LOOP, Server.STARTER, Server.STARTER_VIRTUAL,
			Server.STARTER_PLAIN, Server.OTHER_EVENT_LOOP, Server.OTHER, Server.OTHER_VIRTUAL, Server.POLICY);

	private final Setting setting;

	private final Results results;

	private final StringBuilder text = new StringBuilder();

	MarkdownReport(Setting setting, Results results) {
		this.setting = setting;
		this.results = results;
	}

	String toMarkdown() {
		this.text.append("%s, %s; JDK %s with `%s`; %s; %s.%n%n".formatted(this.setting.date(), this.setting.machine(),
				this.setting.jdk(), this.setting.flags(), this.setting.cores(), this.setting.method()));
		if (!this.results.cases().isEmpty()) {
			figures();
			ratios();
			latencies();
		}
		if (!this.results.memory().isEmpty()) {
			memory();
		}
		for (String failure : this.results.failures()) {
			this.text.append("**Failed:** ").append(failure).append("\n\n");
		}
		return this.text.toString();
	}

	private void figures() {
		this.text
			.append("Thousands of messages, deliveries, connections or requests **per second of server CPU**:\n\n");
		List<Server> servers = socketIOServers();
		header("case", servers.stream().map(Server::label).toList());
		for (Case measured : socketIOCases()) {
			Map<Server, List<Round>> rounds = this.results.rounds(measured);
			row(measured.label(),
					servers.stream()
						.map((server) -> rounds.containsKey(server) ? thousands(rounds.get(server)) : NOTHING)
						.toList());
		}
		this.text.append('\n');
		Map<Server, List<Round>> policy = this.results.rounds(Case.POLICY);
		if (!policy.isEmpty()) {
			header(Case.POLICY.label(), policy.keySet().stream().map(Server::label).toList());
			row("answers", policy.values().stream().map(MarkdownReport::thousands).toList());
			this.text.append('\n');
		}
	}

	private void ratios() {
		for (Server own : OURS) {
			List<Case> cases = this.results.cases()
				.stream()
				.filter((measured) -> this.results.rounds(measured).containsKey(own))
				.toList();
			List<Server> yardsticks = YARDSTICKS.stream()
				.filter((server) -> this.results.servers(cases).contains(server))
				.toList();
			if (!cases.isEmpty() && !yardsticks.isEmpty()) {
				this.text.append("The same of **").append(own.label()).append("** as a multiple of:\n\n");
				header("case", yardsticks.stream().map(Server::label).toList());
				cases.forEach((measured) -> ratios(own, measured, yardsticks));
				this.text.append('\n');
			}
		}
	}

	private void ratios(Server own, Case measured, List<Server> yardsticks) {
		Map<Server, List<Round>> rounds = this.results.rounds(measured);
		List<Round> ownRounds = rounds.getOrDefault(own, List.of());
		row(measured.label(), yardsticks.stream()
			.map((server) -> rounds.containsKey(server)
					? format("%.2f", Medians.ofRatios(ownRounds, rounds.get(server), Round::perCpuSecond)) : NOTHING)
			.toList());
	}

	private void latencies() {
		this.text.append("Throughput and latency under full load, one core each for server and clients:\n\n");
		header("case", List.of("server", "thousands per second", "server CPU", "p50 ms", "p99 ms", "p99.9 ms"));
		for (Case measured : this.results.cases()) {
			this.results.rounds(measured)
				.forEach((server, rounds) -> row(measured.label(),
						List.of(server.label(), format("%,.1f", Medians.of(rounds, Round::perSecond) / THOUSAND),
								format("%.0f %%",
										Medians.of(rounds, (round) -> 100 * round.cpuSeconds() / round.seconds())),
								millis(Medians.of(rounds, Round::p50)), millis(Medians.of(rounds, Round::p99)),
								millis(Medians.of(rounds, Round::p999)))));
		}
		this.text.append('\n');
	}

	private void memory() {
		this.text.append("Memory of an idle WebSocket connection, bytes:\n\n");
		header("server", List.of("connections", "heap after GC", "process grows by"));
		this.results.memory()
			.forEach((server, memory) -> row(server.label(),
					List.of(format("%,d", memory.connections()),
							(memory.heapBytes() != null) ? format("%,.0f", memory.heapBytes()) : NOTHING,
							format("%,.0f", memory.residentBytes()))));
		this.text.append('\n');
	}

	private List<Case> socketIOCases() {
		return this.results.cases().stream().filter((measured) -> measured != Case.POLICY).toList();
	}

	private List<Server> socketIOServers() {
		return this.results.servers(socketIOCases());
	}

	private void header(String first, List<String> columns) {
		row(first, columns);
		row("---", columns.stream().map((column) -> "---:").toList());
	}

	private void row(String first, List<String> cells) {
		this.text.append("| ").append(first).append(" | ").append(String.join(" | ", cells)).append(" |\n");
	}

	private static String thousands(List<Round> rounds) {
		double value = Medians.of(rounds, Round::perCpuSecond) / THOUSAND;
		return format((value < 100) ? "%,.1f" : "%,.0f", value);
	}

	private static String millis(double micros) {
		return (micros > 0) ? format("%.2f", micros / THOUSAND) : NOTHING;
	}

	private static String format(String format, Object value) {
		return String.format(Locale.ROOT, format, value);
	}

}
