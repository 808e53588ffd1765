package io.github.socketiospring.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
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

	private static final Pattern NAME = Pattern.compile("\\bsocketio_[a-z_]+");

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

	@Test
	void theDashboardAsksForMetersThereAre() throws IOException {
		Set<String> known = Arrays.stream(SocketIOMeter.values())
			.flatMap((meter) -> prometheus(meter).stream())
			.collect(Collectors.toSet());
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
		Set<String> asked = dashboard.findValuesAsString("expr")
			.stream()
			.flatMap((expression) -> NAME.matcher(expression).results().map((match) -> match.group()))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(asked).isNotEmpty().isSubsetOf(known);
	}

}
