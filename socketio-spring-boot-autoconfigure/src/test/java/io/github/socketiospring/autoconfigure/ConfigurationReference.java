package io.github.socketiospring.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Writes {@code docs/configuration.md} from the metadata that the build makes of
 * {@link SocketIOProperties}.
 */
final class ConfigurationReference {

	private static final String HEAD = """
			# Configuration

			All keys, for `application.properties`, `application.yml`, environment variables (`SOCKETIO_PINGINTERVAL=25s`) and whatever else
			Spring Boot reads. An application with an invalid value does not start: the failure names the key, and what to write instead.

			- A **duration** is a number with a unit: `500ms`, `25s`, `2m`. Without one, the unit is the one in brackets.
			- A **size** is a number with a unit: `1000000B`, `64KB` (of 1,024 bytes), `10MB`. Without one, it is in bytes.
			- A **list** is separated by commas, or a list in YAML.
			- A **choice** is one of the words in the table. Spring Boot's own messages spell them in capitals: `REDIS_STREAMS` is `redis-streams`.
			- Where there is no default, the key is not set.

			%s

			The keys that most applications need are in the [README](../README.md#configuration).

			<!-- Written by ConfigurationReferenceTests from the metadata, so edit the Javadoc of SocketIOProperties instead, and run:
			%s -->
			""";

	private static final String ROOT = "socketio";

	private final Map<String, List<JsonNode>> groups = new TreeMap<>(
			Comparator.comparing((String name) -> !name.equals(ROOT)).thenComparing(Comparator.naturalOrder()));

	private final Map<String, String> descriptions = new TreeMap<>();

	private final JsonNode hints;

	ConfigurationReference(JsonNode metadata) {
		this.hints = metadata.path("hints");
		for (JsonNode property : metadata.get("properties")) {
			String name = property.get("name").asString();
			// Endpoints have keys that all endpoints have.
			if (name.startsWith(ROOT + ".")) {
				this.groups.computeIfAbsent(name.substring(0, name.lastIndexOf('.')), (group) -> new ArrayList<>())
					.add(property);
			}
		}
		for (JsonNode group : metadata.path("groups")) {
			this.descriptions.put(group.get("name").asString(), group.path("description").asString(""));
		}
	}

	/**
	 * Returns the whole document.
	 * @param command how to write it anew
	 */
	String write(String command) {
		String contents = this.groups.keySet()
			.stream()
			.map((group) -> "[`" + group + "`](#" + group.replace(".", "") + ")")
			.collect(Collectors.joining(" ·\n"));
		StringBuilder text = new StringBuilder(HEAD.formatted(contents, command));
		this.groups.forEach((group, properties) -> {
			text.append("\n## ").append(group).append("\n\n");
			if (!this.descriptions.getOrDefault(group, "").isEmpty()) {
				text.append(this.descriptions.get(group)).append("\n\n");
			}
			text.append("| key | type | default | |\n| --- | --- | --- | --- |\n");
			properties.stream()
				.sorted(Comparator.comparing((property) -> !name(property).endsWith(".enabled")))
				.forEach((property) -> text.append(row(property)));
		});
		return text.toString();
	}

	private String row(JsonNode property) {
		String description = property.path("description").asString("").replaceAll("\\s+", " ").replace("|", "\\|");
		JsonNode deprecation = property.path("deprecation");
		if (!deprecation.isMissingNode()) {
			String replacement = deprecation.path("replacement").asString("");
			description = "**Deprecated.** " + deprecation.path("reason").asString("")
					+ (replacement.isEmpty() ? "" : " Use `" + replacement + "`.") + " " + description;
		}
		return "| `%s` | %s | %s | %s |\n".formatted(name(property), type(property),
				defaultValue(property.path("defaultValue")), description + values(property));
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

	private static String defaultValue(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		return "`" + (value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString()) + "`";
	}

	private static String type(JsonNode property) {
		String type = property.get("type").asString();
		if (type.startsWith(List.class.getName()) || type.startsWith("java.util.Set")) {
			return "list";
		}
		if (type.equals(Duration.class.getName())) {
			return "duration (" + (unit(property) == ChronoUnit.SECONDS ? "s" : "ms") + ")";
		}
		Class<?> known = load(type);
		if (known.isEnum()) {
			return "choice";
		}
		String word = Map
			.of(Boolean.class, "yes or no", Integer.class, "number", Long.class, "number", String.class, "text",
					DataSize.class, "size", Instant.class, "time")
			.get(known);
		return (word != null) ? word : switch (known.getSimpleName()) {
			case "InetAddress" -> "address";
			case "Resource" -> "file or URL";
			default -> throw new IllegalStateException("Give the type of " + name(property) + " a name here: " + type);
		};
	}

	/** The metadata does not tell. */
	private static ChronoUnit unit(JsonNode property) {
		Class<?> source = load(property.get("sourceType").asString());
		String name = name(property);
		String field = name.substring(name.lastIndexOf('.') + 1).replace("-", "");
		RecordComponent component = Stream.of(source.getRecordComponents())
			.filter((candidate) -> candidate.getName().equalsIgnoreCase(field))
			.findFirst()
			.orElseThrow();
		DurationUnit unit = constructorUnit(source, component);
		return (unit != null) ? unit.value() : ChronoUnit.MILLIS;
	}

	private static @Nullable DurationUnit constructorUnit(Class<?> source, RecordComponent component) {
		return Stream.of(source.getDeclaredConstructors()[0].getParameters())
			.filter((parameter) -> parameter.getName().equals(component.getName()))
			.map((parameter) -> parameter.getAnnotation(DurationUnit.class))
			.findFirst()
			.orElse(null);
	}

	/** The values there are, with what the hints say of them. */
	private String values(JsonNode property) {
		for (JsonNode hint : this.hints) {
			if (hint.get("name").equals(property.get("name"))) {
				return hint.get("values")
					.valueStream()
					.map((value) -> "<br>`" + value.get("value").asString() + "`: "
							+ value.path("description").asString(""))
					.collect(Collectors.joining());
			}
		}
		String type = property.get("type").asString().replaceAll("^java\\.util\\.\\w+<(.*)>$", "$1");
		Class<?> known = load(type);
		if (!known.isEnum()) {
			return "";
		}
		return Stream.of(known.getEnumConstants())
			.map((constant) -> "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
			.collect(Collectors.joining(", ", "<br>", ""));
	}

	private static Class<?> load(String type) {
		return ClassUtils.resolveClassName(type, null);
	}

}
