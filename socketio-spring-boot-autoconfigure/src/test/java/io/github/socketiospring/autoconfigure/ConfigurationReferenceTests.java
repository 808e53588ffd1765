package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents say of properties is what there is.
 */
class ConfigurationReferenceTests {

	private static final Path ROOT = Path.of("..");

	private static final Path DOCUMENT = ROOT.resolve("docs/configuration.md");

	private static final String COMMAND = "mvn -pl socketio-spring-boot-autoconfigure test "
			+ "-Dtest=ConfigurationReferenceTests -Dconfiguration.write=true";

	/** A key, or the beginning of one, but neither a package nor a call in Python. */
	private static final Pattern KEY = Pattern
		.compile("(?<![\\w./@-])socketio\\.([a-z0-9-]+(?:\\.[a-z0-9-]+)*)(?![\\w(-]|\\.[a-z])");

	/** A function of Python. */
	private static final Set<String> OTHER_NAMES = Set.of("socketio.emit");

	private static final Path METERS = ROOT.resolve("docs/meters.md");

	private static final Pattern METER = Pattern.compile("^\\| `(socketio[a-z.]+)`", Pattern.MULTILINE);

	/** Observations, and what they and the logging context tell. */
	private static final Set<String> OBSERVED = Set.of("socketio.event", "socketio.ack", "socketio.event.name",
			"socketio.socket.id", "socketio.socket", "socketio.namespace", "socketio.mdc");

	private static final Pattern YAML = Pattern.compile("^```yaml\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern OTHER_LANGUAGE = Pattern.compile("^```(?:python|java|js)\\n.*?^```",
			Pattern.MULTILINE | Pattern.DOTALL);

	private final JsonNode metadata = metadata();

	private static JsonNode metadata() {
		try (InputStream input = SocketIOProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(input);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void theReferenceIsUpToDate() throws IOException {
		String reference = new ConfigurationReference(this.metadata).write(COMMAND);
		if (Boolean.getBoolean("configuration.write")) {
			Files.writeString(DOCUMENT, reference);
		}
		assertThat(DOCUMENT).as("To write %s anew, run: %s", DOCUMENT.getFileName(), COMMAND).hasContent(reference);
	}

	@Test
	void documentsNameOnlyKeysThatExist() throws IOException {
		Set<String> known = known();
		Set<String> meters = meters();
		Map<String, Set<String>> unknown = new TreeMap<>();
		for (Path document : documents()) {
			String text = OTHER_LANGUAGE.matcher(Files.readString(document)).replaceAll("");
			Set<String> keys = KEY.matcher(text)
				.results()
				.map((key) -> "socketio." + key.group(1))
				.filter((key) -> !known.contains(key) && !meters.contains(key) && !OTHER_NAMES.contains(key)
						&& !OBSERVED.contains(key))
				.collect(Collectors.toCollection(TreeSet::new));
			if (!keys.isEmpty()) {
				unknown.put(document.getFileName().toString(), keys);
			}
		}
		assertThat(unknown).isEmpty();
	}

	@Test
	void documentsSetOnlyKeysThatExist() throws IOException {
		Set<String> known = known();
		for (Path document : documents()) {
			List<String> blocks = YAML.matcher(Files.readString(document))
				.results()
				.map((block) -> block.group(1))
				.toList();
			assertThat(blocks).as(document.toString())
				.flatExtracting(ConfigurationReferenceTests::keys)
				.filteredOn((key) -> key.startsWith("socketio."))
				.isSubsetOf(known);
		}
	}

	private static Collection<String> keys(String yaml) {
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(yaml.getBytes()));
		Properties properties = factory.getObject();
		// The metadata knows nothing of what is in the elements of a list.
		return (properties != null)
				? properties.stringPropertyNames().stream().map((key) -> key.replaceAll("\\[\\d+\\].*", "")).toList()
				: List.of();
	}

	/** The keys, and what they begin with. */
	private Set<String> known() {
		return Stream.of("properties", "groups")
			.flatMap((kind) -> this.metadata.get(kind).valueStream())
			.map((entry) -> entry.get("name").asString())
			.collect(Collectors.toSet());
	}

	/** The meters, and what belongs to timers. */
	private static Set<String> meters() throws IOException {
		return METER.matcher(Files.readString(METERS))
			.results()
			.map((meter) -> meter.group(1))
			.flatMap((meter) -> Stream.of(meter, meter + ".max"))
			.collect(Collectors.toSet());
	}

	private static List<Path> documents() throws IOException {
		try (Stream<Path> files = Stream.concat(Files.list(ROOT.resolve("docs")),
				Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")))) {
			return files.filter((file) -> file.toString().endsWith(".md")).toList();
		}
	}

}
