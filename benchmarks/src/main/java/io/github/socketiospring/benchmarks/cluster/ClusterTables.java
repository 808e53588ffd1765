package io.github.socketiospring.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.socketiospring.benchmarks.cluster.ClusterCase.Role;
import io.github.socketiospring.benchmarks.run.Medians;
import org.jspecify.annotations.Nullable;

/**
 * Medians as Markdown tables.
 */
final class ClusterTables {

	private static final double THOUSAND = 1000;

	private static final double PERCENT = 100;

	private static final double MICROS_PER_SECOND = 1e6;

	private static final String NOTHING = "–";

	private final ClusterSetting setting;

	private final ClusterResults results;

	private final StringBuilder text = new StringBuilder();

	ClusterTables(ClusterSetting setting, ClusterResults results) {
		this.setting = setting;
		this.results = results;
	}

	String toMarkdown() {
		this.text.append("%s, %s; JDK %s with `%s`; Redis %s; %s; %s.%n%n".formatted(this.setting.date(),
				this.setting.machine(), this.setting.jdk(), this.setting.flags(), this.setting.redis(),
				this.setting.cores(), this.setting.method()));
		if (!this.results.cases().isEmpty()) {
			deliveries();
			ratios();
			perServer();
			growth();
			redis();
		}
		if (!this.results.rounds(Polls.RIGHT).isEmpty()) {
			polls();
		}
		for (String failure : this.results.failures()) {
			this.text.append("**Failed:** ").append(failure).append("\n\n");
		}
		return this.text.toString();
	}

	private void deliveries() {
		this.text.append("Thousands of deliveries, or answers, **per second of CPU of all servers together**:\n\n");
		List<Kind> kinds = this.results.kinds();
		header("case", "servers", kinds.stream().map(Kind::label).toList());
		each((measured, size) -> row(measured.label(), size,
				kinds.stream()
					.map((kind) -> figure(measured, size, kind, (round) -> round.perCpuSecond() / THOUSAND, "%,.1f"))
					.toList()));
		this.text.append('\n');
	}

	private void ratios() {
		List<Kind> all = this.results.kinds();
		List<Kind> kinds = all.stream().filter((kind) -> !kind.isNode() && all.contains(kind.reference(all))).toList();
		if (kinds.isEmpty()) {
			return;
		}
		this.text.append("The same as a multiple of Node's:\n\n");
		header("case", "servers",
				kinds.stream().map((kind) -> kind.label() + " / " + kind.reference(all).label()).toList());
		each((measured, size) -> row(measured.label(), size,
				kinds.stream()
					.map((kind) -> format("%.2f", Medians.ofRatios(this.results.rounds(measured, size, kind),
							this.results.rounds(measured, size, kind.reference(all)), ClusterRound::perCpuSecond)))
					.toList()));
		this.text.append('\n');
	}

	private void perServer() {
		this.text.append("Microseconds of CPU **of one server for each broadcast**: the server that emits / one with "
				+ "receivers / one without:\n\n");
		List<Kind> kinds = this.results.kinds();
		header("case", "servers", kinds.stream().map(Kind::label).toList());
		each((measured, size) -> row(measured.label(), size,
				kinds.stream().map((kind) -> roles(measured, size, kind)).toList()));
		this.text.append('\n');
	}

	private String roles(ClusterCase measured, int size, Kind kind) {
		List<String> cells = new ArrayList<>();
		for (Role role : Role.values()) {
			cells.add(figure(measured, size, kind, (round) -> round.micros(measured, role), "%,.1f"));
		}
		while (cells.size() > 1 && cells.get(cells.size() - 1).equals(NOTHING)) {
			cells.remove(cells.size() - 1);
		}
		return String.join(" / ", cells);
	}

	private void growth() {
		List<ClusterCase> cases = this.results.cases()
			.stream()
			.filter(ClusterCase::hasOthers)
			.filter((measured) -> this.results.kinds()
				.stream()
				.anyMatch((kind) -> !Double.isNaN(this.results.growth(measured, kind))))
			.toList();
		if (cases.isEmpty()) {
			return;
		}
		this.text.append("What each server that is added, and has no receivers, costs **those two that emit and "
				+ "receive**, in percent of their CPU:\n\n");
		header("case", null, this.results.kinds().stream().map(Kind::label).toList());
		for (ClusterCase measured : cases) {
			row(measured.label(), null,
					this.results.kinds()
						.stream()
						.map((kind) -> format("%+.1f", PERCENT * this.results.growth(measured, kind)))
						.toList());
		}
		this.text.append('\n');
	}

	private void redis() {
		this.text.append("What Redis does for each broadcast: bytes it reads / bytes it writes / microseconds of its "
				+ "CPU / broadcasts a second if it did nothing else:\n\n");
		List<Kind> kinds = this.results.kinds();
		header("case", "servers", kinds.stream().map(Kind::label).toList());
		each((measured, size) -> row(measured.label(), size,
				kinds.stream().map((kind) -> redis(measured, size, kind)).toList()));
		this.text.append('\n');
	}

	private String redis(ClusterCase measured, int size, Kind kind) {
		return String.join(" / ", figure(measured, size, kind, ClusterRound::bytesIn, "%,.0f"),
				figure(measured, size, kind, ClusterRound::bytesOut, "%,.0f"),
				figure(measured, size, kind, ClusterRound::redisMicros, "%,.1f"),
				figure(measured, size, kind, (round) -> MICROS_PER_SECOND / round.redisMicros(), "%,.0f"));
	}

	private void polls() {
		this.text.append("Microseconds of CPU for each message by HTTP polling, which takes a poll and a POST, and the "
				+ "time until it is back; `×`: as a multiple of what reaches the right server:\n\n");
		header("a request", null, List.of("CPU, server that holds the session", "CPU, the other", "CPU, both", "× CPU",
				"p50 µs", "× p50"));
		for (Polls polls : Polls.values()) {
			List<ClusterRound> rounds = this.results.rounds(polls);
			List<ClusterRound> direct = this.results.rounds(polls.direct());
			row(polls.label(), null,
					List.of(format("%,.1f", Medians.of(rounds, (round) -> round.micros(0))),
							format("%,.1f", Medians.of(rounds, (round) -> round.micros(1))),
							format("%,.1f", Medians.of(rounds, ClusterRound::micros)),
							format("%.2f", Medians.ofRatios(rounds, direct, ClusterRound::micros)),
							format("%,.0f", Medians.of(rounds, ClusterRound::p50)),
							format("%.2f", Medians.ofRatios(rounds, direct, ClusterRound::p50))));
		}
		this.text.append('\n');
	}

	private void each(Line line) {
		for (ClusterCase measured : this.results.cases()) {
			for (int size : this.results.sizes(measured)) {
				line.write(measured, size);
			}
		}
	}

	private String figure(ClusterCase measured, int size, Kind kind, ToDoubleFunction<ClusterRound> figure,
			String format) {
		return format(format, Medians.of(this.results.rounds(measured, size, kind), figure));
	}

	private void header(String first, @Nullable String second, List<String> columns) {
		row(first, second, columns);
		row("---", (second != null) ? "---:" : null, columns.stream().map((column) -> "---:").toList());
	}

	private void row(String first, int size, List<String> cells) {
		row(first, Integer.toString(size), cells);
	}

	private void row(String first, @Nullable String second, List<String> cells) {
		this.text.append("| ").append(first).append(" | ");
		if (second != null) {
			this.text.append(second).append(" | ");
		}
		this.text.append(String.join(" | ", cells)).append(" |\n");
	}

	private static String format(String format, double value) {
		return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
	}

	/**
	 * Writes the line of a case and a size.
	 */
	@FunctionalInterface
	private interface Line {

		void write(ClusterCase measured, int size);

	}

}
