package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of all limits has all of them, as they are.
 */
class LimitsReferenceTests {

	private static final Path DOCUMENT = Path.of("../docs/limits.md");

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Path METERS = Path.of("io/github/socketiospring/metrics/LimitMeters.java");

	/** Property, default, what it limits, effect, meter. */
	private static final Pattern ROW = Pattern.compile(
			"^\\| `(socketio[a-z.-]+)` \\| (?:`(\\S+)`(?:, off)?|off) \\| (.+) \\| (.+) \\| (?:`(\\S+)` )?\\|$",
			Pattern.MULTILINE);

	/** What the watchers are told. */
	private static final Pattern TOLD = Pattern.compile("\"(max-[a-z-]+|rate-limits\\.[a-z-]+)\"");

	private static final Pattern LIMIT = Pattern.compile(
			"socketio\\.limits\\..*|socketio\\.rate-limits\\.(.*\\.events|per-event)|socketio\\.(.*\\.)?max-(?!age)[a-z-]+");

	private final List<MatchResult> rows = rows();

	private final Map<String, String> defaults = defaults();

	private static List<MatchResult> rows() {
		try {
			return ROW.matcher(Files.readString(DOCUMENT)).results().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, String> defaults() {
		try (InputStream input = SocketIOProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			Map<String, String> defaults = new TreeMap<>();
			for (JsonNode property : JsonMapper.shared().readTree(input).get("properties")) {
				defaults.put(property.get("name").asString(), property.path("defaultValue").asString(""));
			}
			return defaults;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Stream<String> column(int group) {
		return this.rows.stream().map((row) -> row.group(group)).filter((text) -> text != null);
	}

	@Test
	void noLimitIsMissing() {
		Set<String> limits = this.defaults.keySet()
			.stream()
			.filter((name) -> LIMIT.matcher(name).matches())
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(limits).hasSizeGreaterThan(30);
		assertThat(column(1)).doesNotHaveDuplicates().containsAll(limits);
	}

	@Test
	void defaultsAreThoseOfTheMetadata() {
		for (MatchResult row : this.rows) {
			assertThat(this.defaults).containsKey(row.group(1));
			String value = (row.group(2) != null) ? row.group(2) : "";
			assertThat(value).as(row.group(1)).isEqualTo(this.defaults.get(row.group(1)));
		}
	}

	@Test
	void metersAreWhatWatchersAreTold() throws IOException {
		Set<String> told = new TreeSet<>();
		try (Stream<Path> sources = Files.walk(SOURCES)) {
			List<Path> files = sources
				.filter((file) -> file.toString().endsWith(".java") && !file.toString().contains("autoconfigure"))
				.filter((file) -> !file.endsWith(METERS))
				.toList();
			for (Path file : files) {
				told(file).forEach(told::add);
			}
		}
		assertThat(told).hasSizeGreaterThan(15);
		assertThat(column(5)).containsExactlyInAnyOrderElementsOf(told);
	}

	@Test
	void metersAreThereFromTheStart() throws IOException {
		assertThat(told(SOURCES.resolve(METERS))).containsExactlyElementsOf(column(5).toList());
	}

	private static Stream<String> told(Path file) throws IOException {
		return TOLD.matcher(Files.readString(file)).results().map((name) -> name.group(1));
	}

	@Test
	void aMeterIsNamedAsItsProperty() {
		for (MatchResult row : this.rows) {
			if (row.group(5) != null) {
				assertThat(row.group(1).replaceFirst("^socketio\\.(limits\\.)?", "").replaceFirst("\\.events$", ""))
					.isEqualTo(row.group(5));
			}
		}
	}

}
