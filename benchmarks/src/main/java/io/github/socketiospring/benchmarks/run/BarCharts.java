package io.github.socketiospring.benchmarks.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Operations per second of server CPU as bars, one chart for each case with a scale of
 * its own.
 */
final class BarCharts {

	private static final int COLUMNS = 2;

	private static final int WIDTH = 520;

	private static final int MARGIN = 24;

	private static final int TITLE = 26;

	private static final int BAR = 18;

	private static final int LABEL = 170;

	private static final int VALUE = 64;

	private static final int TOP = 44;

	private static final int GAP = 18;

	private static final double THOUSAND = 1000;

	private static final String OURS = "#1a7f4b";

	private static final String BUILDS = "#6fb38f";

	private static final String PEERS = "#b4552d";

	private static final String FLOORS = "#9aa3ad";

	private final Setting setting;

	private final Results results;

	private final StringBuilder svg = new StringBuilder();

	BarCharts(Setting setting, Results results) {
		this.setting = setting;
		this.results = results;
	}

	String toSvg() {
		List<Case> cases = this.results.cases();
		int[] y = new int[COLUMNS];
		StringBuilder charts = new StringBuilder();
		for (Case measured : cases) {
			int column = (y[1] < y[0]) ? 1 : 0;
			charts.append(chart(measured, MARGIN + column * (WIDTH + MARGIN), TOP + MARGIN + y[column]));
			y[column] += TITLE + BAR * this.results.rounds(measured).size() + GAP;
		}
		int width = MARGIN + COLUMNS * (WIDTH + MARGIN);
		int height = TOP + MARGIN + Math.max(y[0], y[1]);
		this.svg
			.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" ".formatted(width, height))
			.append("font-family=\"sans-serif\" font-size=\"12\">\n")
			.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
		text(this.svg, MARGIN, MARGIN + 4, "start", "font-size=\"16\" font-weight=\"bold\"",
				"Thousands per second of server CPU");
		text(this.svg, MARGIN, MARGIN + 22, "start", "fill=\"#555\"",
				this.setting.date() + ", JDK " + this.setting.jdk() + ", " + this.setting.machine());
		return this.svg.append(charts).append("</svg>\n").toString();
	}

	private String chart(Case measured, int x, int y) {
		StringBuilder chart = new StringBuilder();
		text(chart, x, y + BAR - 4, "start", "font-weight=\"bold\"", measured.label());
		Map<Server, List<Round>> rounds = this.results.rounds(measured);
		double max = rounds.values().stream().mapToDouble(BarCharts::value).max().orElse(1);
		int top = y + TITLE;
		for (Map.Entry<Server, List<Round>> entry : rounds.entrySet()) {
			double value = value(entry.getValue());
			double length = Math.max(1, value / max * (WIDTH - LABEL - VALUE));
			text(chart, x + LABEL - 6, top + BAR - 5, "end", "", entry.getKey().label());
			chart.append(
					String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
							x + LABEL, top + 1, length, BAR - 4, color(entry.getKey())));
			text(chart, x + LABEL + (int) length + 5, top + BAR - 5, "start", "fill=\"#333\"",
					String.format(Locale.ROOT, (value < 100) ? "%,.1f" : "%,.0f", value));
			top += BAR;
		}
		return chart.toString();
	}

	private static double value(List<Round> rounds) {
		return Medians.of(rounds, Round::perCpuSecond) / THOUSAND;
	}

	private static String color(Server server) {
		return switch (server) {
			case STARTER_EVENT_LOOP, STARTER, STARTER_VIRTUAL, STARTER_PLAIN, STARTER_METERED,
					STARTER_EVENT_LOOP_METERED, POLICY ->
				OURS;
			case BASE, BASE_EVENT_LOOP, BASE_VIRTUAL, BASE_PLAIN, OTHER, OTHER_EVENT_LOOP, OTHER_VIRTUAL -> BUILDS;
			case NODE, NETTY_SOCKETIO -> PEERS;
			case REACTOR_SINK, REACTOR_DIRECT, NETTY, POLICY_FLOOR -> FLOORS;
		};
	}

	private static void text(StringBuilder svg, int x, int y, String anchor, String style, String text) {
		String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
		svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>\n".formatted(x, y, anchor, style, escaped));
	}

}
