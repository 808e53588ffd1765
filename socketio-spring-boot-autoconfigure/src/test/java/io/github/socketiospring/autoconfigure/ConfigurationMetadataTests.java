package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What IDEs tell about the properties.
 */
class ConfigurationMetadataTests {

	/** For these, having no value means something. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("socketio.ack-timeout", "socketio.admin.username",
			"socketio.admin.password", "socketio.admin.server-id", "socketio.admin.ui.location",
			"socketio.adapter.internal-address", "socketio.cookie.domain", "socketio.cookie.expires",
			"socketio.cookie.max-age", "socketio.cors.allow-credentials", "socketio.cors.allowed-origin-patterns",
			"socketio.cors.allowed-origins", "socketio.cors.exposed-headers", "socketio.observations.enabled",
			"socketio.policy-server.host", "socketio.policy-server.policy", "socketio.policy-server.ssl.bundle",
			"socketio.rate-limits.per-address.burst", "socketio.rate-limits.per-event",
			"socketio.rate-limits.per-socket.burst", "socketio.server.address", "socketio.server.port",
			"socketio.server.ssl.bundle");

	private final Map<String, JsonNode> properties = properties();

	private static Map<String, JsonNode> properties() {
		Map<String, JsonNode> properties = new HashMap<>();
		metadata().get("properties").forEach((property) -> properties.put(property.get("name").asString(), property));
		// Endpoints have keys that all endpoints have.
		properties.keySet().removeIf((name) -> name.startsWith("management.endpoint."));
		return properties;
	}

	private static JsonNode metadata() {
		try (InputStream input = SocketIOProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(input);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void everyPropertyIsKnown() {
		List<String> names = new ArrayList<>();
		collect("socketio", SocketIOProperties.class, names);
		collect("socketio.adapter", SocketIOAdapterProperties.class, names);
		collect("socketio.rate-limits", SocketIORateLimitProperties.class, names);
		collect("socketio.server", SocketIOServerProperties.class, names);
		collect("socketio.admin", SocketIOAdminProperties.class, names);

		names.addAll(List.of("management.health.socketio.enabled", "management.info.socketio.enabled"));
		assertThat(this.properties.keySet()).containsExactlyInAnyOrderElementsOf(names);
	}

	private static void collect(String prefix, Class<?> type, List<String> names) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
			if (component.getType().isRecord()) {
				collect(name, component.getType(), names);
			}
			else {
				names.add(name);
			}
		}
	}

	@Test
	void everyPropertyHasAProperNameAndADescription() {
		assertThat(this.properties).allSatisfy((name, property) -> {
			assertThat(ConfigurationPropertyName.isValid(name)).isTrue();
			assertThat(property.path("description").asString("")).matches("(?s)[A-Z].*\\.")
				.doesNotContain("{@")
				.doesNotContain("<");
		});
	}

	@Test
	void everyPropertyHasADefault() {
		assertThat(this.properties).allSatisfy((name, property) -> assertThat(property.has("defaultValue"))
			.isEqualTo(!WITHOUT_DEFAULT.contains(name)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			enabled | true
			path | "/socket.io"
			transports | ["polling","websocket"]
			allow-upgrades | true
			ping-interval | "25s"
			ping-timeout | "20s"
			upgrade-timeout | "10s"
			connect-timeout | "45s"
			max-http-buffer-size | "1000000B"
			max-attachments | 10
			parser | "json"
			serve-client | true
			eio3.enabled | true
			legacy.enabled | true
			legacy.transports | ["websocket","flashsocket","htmlfile","xhr-multipart","xhr-polling","jsonp-polling"]
			legacy.heartbeat-interval | "25s"
			legacy.heartbeat-timeout | "60s"
			legacy.close-timeout | "60s"
			legacy.polling-duration | "20s"
			http-compression.enabled | true
			http-compression.threshold | "1024B"
			per-message-deflate.enabled | false
			per-message-deflate.threshold | "1024B"
			per-message-deflate.level | 6
			per-message-deflate.server-max-window-bits | 15
			per-message-deflate.client-max-window-bits | 15
			per-message-deflate.server-no-context-takeover | false
			cookie.partitioned | false
			connection-state-recovery.enabled | false
			connection-state-recovery.max-disconnection-duration | "2m"
			connection-state-recovery.skip-middlewares | true
			connection-state-recovery.max-sessions | 10000
			cookie.enabled | false
			cookie.name | "io"
			cookie.same-site | "lax"
			handlers.execution | "auto"
			policy-server.enabled | false
			policy-server.inline | false
			policy-server.port | 10843
			policy-server.allowed-domains | "*"
			policy-server.read-timeout | "3s"
			policy-server.fail-fast | false
			limits.max-sessions | 0
			limits.max-connections-per-user | 0
			rate-limits.per-socket.events | 0
			rate-limits.per-address.per | "1s"
			rate-limits.per-address.action | "error"
			""")
	void defaultsAreDocumented(String name, String value) {
		assertThat(this.properties.get("socketio." + name).get("defaultValue").toString()).isEqualTo(value);
	}

	@Test
	void thereAreHintsForWhatIDEsCannotKnow() {
		Map<String, List<String>> hints = new HashMap<>();
		metadata().get("hints")
			.forEach((hint) -> hints.put(hint.get("name").asString(),
					hint.get("values").valueStream().map((value) -> value.get("value").asString()).toList()));

		assertThat(hints.get("socketio.transports")).containsExactly("polling", "websocket");
		assertThat(hints.get("socketio.legacy.transports")).containsExactly("websocket", "flashsocket", "htmlfile",
				"xhr-multipart", "xhr-polling", "jsonp-polling");
		assertThat(hints.get("socketio.cookie.same-site")).containsExactly("lax", "strict", "none", "omitted");
		assertThat(hints.get("socketio.cors.allowed-origins")).containsExactly("*");
		assertThat(hints.get("socketio.policy-server.allowed-domains")).containsExactly("*");
		assertThat(hints.get("socketio.policy-server.allowed-ports")).containsExactly("*");
		assertThat(hints.keySet()).isSubsetOf(this.properties.keySet());
	}

}
