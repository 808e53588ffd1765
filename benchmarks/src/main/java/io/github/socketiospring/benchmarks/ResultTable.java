package io.github.socketiospring.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Results as a Markdown table: what an operation costs, and how that compares with the
 * least it could cost.
 */
final class ResultTable {

	private static final List<Row> ROWS = List.of(
			new Row("InboundBenchmark.floorJackson", "floor: Jackson, bytes to record", null),
			new Row("InboundBenchmark.floorInvoke", "floor: `Method.invoke`", null),
			new Row("InboundBenchmark.bind", "event name and record from JSON", "InboundBenchmark.floorJackson"),
			new Row("InboundBenchmark.decode", "the same from a packet", "InboundBenchmark.floorJackson"),
			new Row("InboundBenchmark.handle", "frame to handler call", "InboundBenchmark.floorJackson"),
			new Row("InboundBenchmark.handleAndAnswer", "frame to handler call to ack frame",
					"InboundBenchmark.floorJackson"),
			new Row("OutboundBenchmark.floorJacksonRecord", "floor: Jackson, record to bytes", null),
			new Row("OutboundBenchmark.encodeText", "encode an event, short text",
					"OutboundBenchmark.floorJacksonRecord"),
			new Row("OutboundBenchmark.encodeRecord", "encode an event, record",
					"OutboundBenchmark.floorJacksonRecord"),
			new Row("OutboundBenchmark.emit", "emit to a socket, record, to frame",
					"OutboundBenchmark.floorJacksonRecord"),
			new Row("OutboundBenchmark.emitWithAck", "emit, text, and the client's ack",
					"OutboundBenchmark.floorJacksonRecord"),
			new Row("OutboundBenchmark.floorJacksonKilobyte", "floor: Jackson, 1 KB text to bytes", null),
			new Row("OutboundBenchmark.encodeKilobyte", "encode an event, 1 KB text",
					"OutboundBenchmark.floorJacksonKilobyte"),
			new Row("MsgpackBenchmark.decodeRecord", "event name and record from a packet", null),
			new Row("MsgpackBenchmark.encodeRecord", "encode an event, record", null),
			new Row("MsgpackBenchmark.encodeKilobyte", "encode an event, 1 KB text", null),
			new Row("MsgpackBenchmark.encodeBinary", "encode an event, binary", null),
			new Row("BroadcastBenchmark.floorEncodeEach", "1,000 sockets, encoded for each, per socket", null),
			new Row("BroadcastBenchmark.all", "broadcast to 1,000 sockets, per socket",
					"BroadcastBenchmark.floorEncodeEach"),
			new Row("BroadcastBenchmark.room", "broadcast to a room of 1,000, per socket",
					"BroadcastBenchmark.floorEncodeEach"),
			new Row("PayloadBenchmark.encode", "polling response of 16 packets, per packet", null),
			new Row("PayloadBenchmark.decode", "polling request of 16 packets, per packet", null),
			new Row("QueueBenchmark.floorDeque", "floor: `ArrayDeque`, add and poll", null),
			new Row("QueueBenchmark.offerAndPoll", "outbound queue, offer and poll", "QueueBenchmark.floorDeque"),
			new Row("RoomsBenchmark.select", "visit a room", null),
			new Row("RoomsBenchmark.joinAndLeave", "join and leave rooms", null));

	private final Collection<RunResult> results;

	private final Map<String, Double> times = new HashMap<>();

	ResultTable(Collection<RunResult> results) {
		this.results = results;
		results.forEach((result) -> this.times.put(name(result.getParams()), median(result)));
	}

	/**
	 * A benchmark in the table.
	 *
	 * @param benchmark class and method
	 * @param label what it measures
	 * @param floor class and method of the benchmark it is compared with
	 */
	private record Row(String benchmark, String label, @Nullable String floor) {
	}

	private static String name(BenchmarkParams params) {
		String[] parts = params.getBenchmark().split("\\.");
		return parts[parts.length - 2] + "." + parts[parts.length - 1];
	}

	String toMarkdown() {
		StringBuilder table = new StringBuilder();
		table.append("JDK ")
			.append(System.getProperty("java.version"))
			.append(", ")
			.append(Runtime.getRuntime().availableProcessors())
			.append(" processors\n\n");
		table.append(
				"| | ns/op (median) | standard deviation | B/op | time / floor |\n| --- | ---: | ---: | ---: | ---: |\n");
		for (Row row : ROWS) {
			for (RunResult result : this.results) {
				if (name(result.getParams()).equals(row.benchmark())) {
					append(table, row, result);
				}
			}
		}
		return table.toString();
	}

	private void append(StringBuilder table, Row row, RunResult result) {
		Result<?> time = result.getPrimaryResult();
		Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
		double floor = (row.floor() != null) ? this.times.getOrDefault(row.floor(), Double.NaN) : Double.NaN;
		table.append("| ")
			.append(row.label())
			.append(parameters(result.getParams()))
			.append(" | ")
			.append(number(median(result)))
			.append(" | ")
			.append(number(time.getStatistics().getStandardDeviation()))
			.append(" | ")
			.append((bytes != null) ? number(bytes.getScore()) : "")
			.append(" | ")
			.append(Double.isNaN(floor) ? "" : String.format(Locale.ROOT, "%.2f", median(result) / floor))
			.append(" |\n");
	}

	/** Unlike the mean, not moved by one iteration that something else has disturbed. */
	private static double median(RunResult result) {
		return result.getPrimaryResult().getStatistics().getPercentile(50);
	}

	private static String parameters(BenchmarkParams params) {
		StringBuilder text = new StringBuilder();
		for (String key : params.getParamsKeys()) {
			text.append(", ").append(key).append(": ").append(params.getParam(key));
		}
		return text.toString();
	}

	private static String number(double value) {
		if (Double.isNaN(value)) {
			return "";
		}
		return String.format(Locale.ROOT, (value < 10) ? "%.1f" : "%,.0f", value);
	}

}
