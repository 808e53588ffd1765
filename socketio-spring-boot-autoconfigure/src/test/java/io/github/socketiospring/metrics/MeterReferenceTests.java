package io.github.socketiospring.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes {@code docs/meters.md}, and checks that the dashboard asks for meters there are.
 */
class MeterReferenceTests {

	private static final Path DOCUMENT = Path.of("../docs/meters.md");

	private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");

	private static final String COMMAND = "mvn -pl socketio-spring-boot-autoconfigure test "
			+ "-Dtest=MeterReferenceTests -Dmeters.write=true";

	private static final String HEAD = """
			# Meters

			All meters of the server, if the application has a registry of Micrometer's ([how](observability.md#meters)). Each has a name for
			Micrometer and one for Prometheus; what is a timer for one is two series and a gauge for the other.

			<!-- Written by MeterReferenceTests from SocketIOMeter, so edit that instead, and run:
			%s -->

			| meter | Prometheus | tags | |
			| --- | --- | --- | --- |
			""";

	private static final Path ALERTS = Path.of("../docs/observability.md");

	private static final Pattern NAME = Pattern.compile("\\b(socketio_[a-z_]+)");

	private static final Pattern LABELS = Pattern.compile("by \\(([^)]*)\\)");

	/** Of the application and of Prometheus. */
	private static final Set<String> COMMON_LABELS = Set.of("application", "instance");

	private static String reference() {
		return HEAD.formatted(COMMAND)
				+ Arrays.stream(SocketIOMeter.values()).map(MeterReferenceTests::row).collect(Collectors.joining());
	}

	private static String row(SocketIOMeter meter) {
		String tags = meter.tags().stream().map((tag) -> "`" + tag + "`").collect(Collectors.joining(", "));
		String names = prometheus(meter).stream().map((name) -> "`" + name + "`").collect(Collectors.joining(", "));
		return "| `%s` (%s) | %s | %s | %s |\n".formatted(meter.meterName(),
				meter.type().name().toLowerCase(Locale.ROOT), names, tags, meter.description());
	}

	private static Set<String> prometheus(SocketIOMeter meter) {
		PrometheusNamingConvention convention = new PrometheusNamingConvention();
		String name = convention.name(meter.meterName(), meter.type(), meter.unit());
		return switch (meter.type()) {
			case COUNTER -> Set.of(name + "_total");
			case TIMER -> new TreeSet<>(Set.of(name + "_count", name + "_sum",
					convention.name(meter.meterName() + ".max", Meter.Type.GAUGE, "seconds")));
			default -> Set.of(name);
		};
	}

	@Test
	void theReferenceIsUpToDate() throws IOException {
		if (Boolean.getBoolean("meters.write")) {
			Files.writeString(DOCUMENT, reference());
		}
		assertThat(DOCUMENT).as("To write %s anew, run: %s", DOCUMENT.getFileName(), COMMAND).hasContent(reference());
	}

	private static Map<String, SocketIOMeter> byPrometheusName() {
		Map<String, SocketIOMeter> meters = new HashMap<>();
		for (SocketIOMeter meter : SocketIOMeter.values()) {
			prometheus(meter).forEach((name) -> meters.put(name, meter));
		}
		return meters;
	}

	private static Stream<String> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((match) -> match.group(1));
	}

	@Test
	void theDashboardAsksForMetersThereAre() throws IOException {
		Map<String, SocketIOMeter> known = byPrometheusName();
		List<String> expressions = JsonMapper.shared().readTree(Files.readString(DASHBOARD)).findValuesAsString("expr");
		assertThat(expressions).isNotEmpty().allSatisfy((expression) -> {
			List<String> asked = find(NAME, expression).toList();
			assertThat(asked).isNotEmpty().isSubsetOf(known.keySet());
			Set<String> labels = find(LABELS, expression).flatMap((list) -> Stream.of(list.split(", ")))
				.filter((label) -> !COMMON_LABELS.contains(label))
				.collect(Collectors.toSet());
			assertThat(asked).allSatisfy((name) -> assertThat(known.get(name).tags()).containsAll(labels));
		});
	}

	@Test
	void alertsAskForMetersThereAre() throws IOException {
		assertThat(find(NAME, Files.readString(ALERTS))).isNotEmpty().isSubsetOf(byPrometheusName().keySet());
	}

}
