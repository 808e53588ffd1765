package io.github.socketiospring.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.engine.legacy.LegacyOptions;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.server.ServerOptions;
import io.github.socketiospring.server.recovery.RecoveryMode;
import io.github.socketiospring.transport.flash.FlashPolicy;
import io.github.socketiospring.transport.flash.FlashPolicyServerOptions;
import io.github.socketiospring.transport.webflux.CookieOptions;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.websocket.DeflateOptions;
import io.github.socketiospring.transport.websocket.WebSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOProperties} and what turns them into options.
 */
class SocketIOPropertiesTests {

	@Test
	void defaultsAreThoseOfTheReferenceServer() {
		OptionsMapper options = options(Map.of());

		assertThat(options.path()).isEqualTo("/socket.io");
		assertThat(options.engine()).isEqualTo(EngineOptions.DEFAULTS);
		assertThat(http(Map.of()).http()).isEqualTo(HttpOptions.DEFAULTS);
		assertThat(options.webSocket()).isEqualTo(new WebSocketOptions(1_000_000, 1024, 60, null));
		assertThat(options.server(Duration.ofSeconds(5)))
			.isEqualTo(new ServerOptions(Duration.ofSeconds(45), null, Duration.ofSeconds(5),
					new DecoderLimits(10, 4_000_000, 256), 100, 0, 1000, 1000, 1000, true, 10_000, RecoveryMode.OFF));
		assertThat(options.recovers()).isFalse();
		assertThat(options.recoveryLimits()).isEqualTo(
				new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 10_000, 100_000, 32_000_000, 1000));
		assertThat(options.servesEio3()).isTrue();
		assertThat(options.servesLegacy()).isTrue();
		assertThat(options.legacy()).isEqualTo(LegacyOptions.DEFAULTS);
		assertThat(options.json()).isEqualTo(new JsonLimits(100, 1000));
		assertThat(options.maxHandlerThreads()).isEqualTo(256);
		assertThat(options.maxJobsPerSocket()).isEqualTo(100);
		assertThat(options.handlerShutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(http(Map.of()).httpTimeouts())
			.isEqualTo(new SocketIOProperties.HttpTimeouts(true, Duration.ofSeconds(10), Duration.ofSeconds(60)));
		SocketIOProperties properties = properties(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.serveClient()).isTrue();
		assertThat(properties.handlers().execution()).isEqualTo(SocketIOProperties.HandlerExecution.AUTO);
	}

	@Test
	void engineOptionsAreBound() {
		EngineOptions options = options(Map.of("transports", "websocket", "allow-upgrades", "false", "ping-interval",
				"10s", "ping-timeout", "5000", "upgrade-timeout", "1m", "max-http-buffer-size", "1KB",
				"max-buffered-bytes", "20000", "limits.max-packets-per-payload", "3", "limits.max-packets-per-poll",
				"4", "limits.max-sessions-per-address", "5"))
			.engine();

		assertThat(options.transports()).isEqualTo(Transports.of(Transports.WEBSOCKET));
		assertThat(options.allowUpgrades()).isFalse();
		assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(10));
		assertThat(options.pingTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(options.upgradeTimeout()).isEqualTo(Duration.ofMinutes(1));
		assertThat(options.maxMessageSize()).isEqualTo(1024);
		assertThat(options.maxBufferedBytes()).isEqualTo(20000);
		assertThat(options.maxPacketsPerPayload()).isEqualTo(3);
		assertThat(options.maxPacketsPerPoll()).isEqualTo(4);
		assertThat(options.maxSessionsPerAddress()).isEqualTo(5);
		assertThat(options(Map.of("limits.max-sessions", "6")).engine().maxSessions()).isEqualTo(6);
	}

	@Test
	void legacyOptionsAreBound() {
		OptionsMapper options = options(Map.of("legacy.enabled", "false", "legacy.transports",
				"xhr-polling, XHR_MULTIPART,websocket", "legacy.heartbeat-interval", "1m", "legacy.heartbeat-timeout",
				"90000", "legacy.close-timeout", "61s", "legacy.polling-duration", "500"));

		assertThat(options.servesLegacy()).isFalse();
		assertThat(options.legacy()).isEqualTo(new LegacyOptions(
				List.of(LegacyTransport.XHR_POLLING, LegacyTransport.XHR_MULTIPART, LegacyTransport.WEBSOCKET),
				Duration.ofMinutes(1), Duration.ofSeconds(90), Duration.ofSeconds(61), Duration.ofMillis(500)));
	}

	/** The first is what clients try first. */
	@ParameterizedTest
	@ValueSource(strings = { "jsonp-polling,websocket,htmlfile,xhr-polling",
			"xhr-polling,htmlfile,websocket,flashsocket", "htmlfile" })
	void legacyTransportsKeepTheirOrder(String names) {
		assertThat(options(Map.of("legacy.transports", names)).legacy().transports())
			.extracting(LegacyTransport::wireName)
			.containsExactly(names.split(","));
	}

	@Test
	void legacyTransportsMayBeAList() {
		Map<String, String> values = Map.of("legacy.transports[0]", "xhr-polling", "legacy.transports[1]",
				"flashsocket");
		assertThat(options(values).legacy().transports()).containsExactly(LegacyTransport.XHR_POLLING,
				LegacyTransport.FLASHSOCKET);
	}

	@Test
	void transportsOfEngineIoDoNotLimitThoseOfProtocol1() {
		OptionsMapper options = options(Map.of("transports", "polling"));
		assertThat(options.engine().transports()).isEqualTo(Transports.of(Transports.POLLING));
		assertThat(options.legacy().transports()).isEqualTo(LegacyTransport.ALL);
	}

	@Test
	void serverOptionsAreBound() {
		OptionsMapper options = options(Map.ofEntries(Map.entry("connect-timeout", "1s"), Map.entry("ack-timeout", "8"),
				Map.entry("max-attachments", "2"), Map.entry("max-http-buffer-size", "100B"),
				Map.entry("limits.max-name-length", "3"), Map.entry("limits.max-namespaces-per-connection", "4"),
				Map.entry("limits.max-rooms-per-socket", "5"), Map.entry("limits.max-pending-acks", "6"),
				Map.entry("limits.max-pending-events", "7"), Map.entry("limits.max-json-depth", "8"),
				Map.entry("limits.max-number-length", "9"), Map.entry("limits.max-connections-per-user", "10")));

		assertThat(options.server(Duration.ofSeconds(5)))
			.isEqualTo(new ServerOptions(Duration.ofSeconds(1), Duration.ofMillis(8), Duration.ofSeconds(5),
					new DecoderLimits(2, 400, 3), 4, 10, 5, 6, 7, true, 10_000, RecoveryMode.OFF));
		assertThat(options.json()).isEqualTo(new JsonLimits(8, 9));
	}

	@Test
	void optionsOfNamespacesThatClientsChooseAreBound() {
		ServerOptions options = options(
				Map.of("cleanup-empty-child-namespaces", "false", "limits.max-child-namespaces", "2"))
			.server(Duration.ofSeconds(5));
		assertThat(options.removesEmptyChildren()).isFalse();
		assertThat(options.maxChildNamespaces()).isEqualTo(2);
	}

	@Test
	void recoveryIsBound() {
		Map<String, String> values = Map.of("connection-state-recovery.enabled", "true",
				"connection-state-recovery.max-disconnection-duration", "30s", "connection-state-recovery.max-sessions",
				"1", "connection-state-recovery.max-events", "2", "connection-state-recovery.max-bytes", "3KB",
				"ping-interval", "1s", "ping-timeout", "2s");

		assertThat(options(values).recovers()).isTrue();
		assertThat(options(values).server(Duration.ofSeconds(5)).recovery())
			.isEqualTo(RecoveryMode.SKIPPING_INTERCEPTORS);
		assertThat(options(values).recoveryLimits())
			.isEqualTo(new RecoveryLimits(Duration.ofSeconds(30), Duration.ofSeconds(3), 1, 2, 3072, 1000));
		Map<String, String> asking = Map.of("connection-state-recovery.enabled", "true",
				"connection-state-recovery.skip-middlewares", "false");
		assertThat(options(asking).server(Duration.ofSeconds(5)).recovery())
			.isEqualTo(RecoveryMode.ASKING_INTERCEPTORS);
	}

	@Test
	void transportOptionsAreBound() {
		Map<String, String> values = Map.of("max-http-buffer-size", "10B", "limits.max-fragments", "2",
				"limits.max-pending-pongs", "3", "per-message-deflate.enabled", "true", "per-message-deflate.threshold",
				"4B", "http-compression.enabled", "false", "http-compression.threshold", "1KB");

		assertThat(options(values).webSocket())
			.isEqualTo(new WebSocketOptions(10, 2, 3, new DeflateOptions(4, 6, false, false, 15, 15)));
		assertThat(http(values).http()).isEqualTo(new HttpOptions(false, 1024, null, null));
	}

	@Test
	void handlerOptionsAreBound() {
		Map<String, String> values = Map.of("handlers.execution", "event-loop", "handlers.max-threads", "3",
				"handlers.shutdown-timeout", "0", "handlers.answer-errors", "true", "http-timeouts.enabled", "false",
				"http-timeouts.request-head", "1s", "http-timeouts.idle", "2s", "serve-client", "false", "enabled",
				"false", "path", "/io");
		assertThat(options(Map.of("limits.max-jobs-per-socket", "4")).maxJobsPerSocket()).isEqualTo(4);

		assertThat(properties(values).handlers().execution()).isEqualTo(SocketIOProperties.HandlerExecution.EVENT_LOOP);
		assertThat(options(values).maxHandlerThreads()).isEqualTo(3);
		assertThat(options(values).handlerShutdownTimeout()).isZero();
		assertThat(properties(values).handlers().answerErrors()).isTrue();
		assertThat(properties(Map.of()).handlers().answerErrors()).isFalse();
		assertThat(http(values).httpTimeouts())
			.isEqualTo(new SocketIOProperties.HttpTimeouts(false, Duration.ofSeconds(1), Duration.ofSeconds(2)));
		assertThat(properties(values).serveClient()).isFalse();
		assertThat(properties(values).enabled()).isFalse();
		assertThat(options(values).path()).isEqualTo("/io");
		assertThat(properties(values).addTrailingSlash()).isTrue();
		assertThat(properties(Map.of("add-trailing-slash", "false")).addTrailingSlash()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/socket.io/, /socket.io", "/a/b, /a/b", "/a/b/, /a/b", "/.well-known/io, /.well-known/io" })
	void pathsMayHaveSegmentsAndASlashAtTheEnd(String path, String expected) {
		assertThat(options(Map.of("path", path)).path()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "lax, Lax", "STRICT, Strict", "none, None", "omitted," })
	void cookieIsBound(String sameSite, String attribute) {
		HttpOptions options = http(Map.of("cookie.enabled", "true", "cookie.name", "sid", "cookie.path", "/x",
				"cookie.http-only", "false", "cookie.secure", "true", "cookie.same-site", sameSite))
			.http();

		assertThat(options.cookie())
			.isEqualTo(new CookieOptions("sid", "/x", null, false, true, attribute, null, null, false));
	}

	@ParameterizedTest
	@CsvSource({ "30, PT30S", "1s, PT1S", "400d, PT9600H" })
	void lifeOfCookieIsBound(String maxAge, Duration bound) {
		HttpOptions options = http(Map.of("cookie.enabled", "true", "cookie.secure", "true", "cookie.domain",
				"example.org", "cookie.max-age", maxAge, "cookie.partitioned", "true"))
			.http();

		assertThat(options.cookie())
			.isEqualTo(new CookieOptions("io", "/", "example.org", true, true, "Lax", bound, null, true));
	}

	@Test
	void endOfCookieIsBound() {
		HttpOptions options = http(Map.of("cookie.enabled", "true", "cookie.expires", "2100-01-01T00:00:00Z")).http();

		assertThat(options.cookie()).isEqualTo(new CookieOptions("io", "/", null, true, false, "Lax", null,
				Instant.parse("2100-01-01T00:00:00Z"), false));
	}

	@Test
	void compressionIsBound() {
		Map<String, String> values = Map.of("per-message-deflate.enabled", "true", "per-message-deflate.threshold",
				"0B", "per-message-deflate.level", "9", "per-message-deflate.server-no-context-takeover", "true",
				"per-message-deflate.client-no-context-takeover", "true", "per-message-deflate.client-max-window-bits",
				"9");

		assertThat(options(values).webSocket().deflate()).isEqualTo(new DeflateOptions(0, 9, true, true, 15, 9));
		assertThat(options(Map.of("per-message-deflate.enabled", "true")).webSocket().deflate())
			.isEqualTo(DeflateOptions.DEFAULTS);
	}

	@Test
	void corsIsBound() {
		CorsConfiguration cors = http(
				Map.of("cors.allowed-origins", "https://a.example,https://b.example", "cors.allowed-origin-patterns",
						"https://*.example.org", "cors.allowed-methods", "GET", "cors.allowed-headers", "X-A,X-B",
						"cors.exposed-headers", "X-C", "cors.allow-credentials", "true", "cors.max-age", "60"))
			.cors();

		assertThat(cors).isNotNull();
		assertThat(cors.getAllowedOrigins()).containsExactly("https://a.example", "https://b.example");
		assertThat(cors.getAllowedOriginPatterns()).containsExactly("https://*.example.org");
		assertThat(cors.getAllowedMethods()).containsExactly("GET");
		assertThat(cors.getAllowedHeaders()).containsExactly("X-A", "X-B");
		assertThat(cors.getExposedHeaders()).containsExactly("X-C");
		assertThat(cors.getAllowCredentials()).isTrue();
		assertThat(cors.getMaxAge()).isEqualTo(60);
	}

	@Test
	void policyServerDefaultsAreThoseOfOfficialClients() {
		PolicyOptionsMapper options = policy(Map.of());

		assertThat(options.server(null)).isEqualTo(FlashPolicyServerOptions.DEFAULTS);
		assertThat(options.policy()).hasToString(FlashPolicy.of(List.of("*"), List.of("*")).toString());
		SocketIOProperties.PolicyServer server = properties(Map.of()).policyServer();
		assertThat(server.enabled()).isFalse();
		assertThat(server.inline()).isFalse();
		assertThat(server.failFast()).isFalse();
	}

	@Test
	void policyServerOptionsAreBound() throws UnknownHostException {
		PolicyOptionsMapper options = policy(Map.of("policy-server.host", "::1", "policy-server.port", "843",
				"policy-server.read-timeout", "1000", "policy-server.max-request-bytes", "23",
				"policy-server.max-connections", "1", "policy-server.backlog", "2", "policy-server.allowed-domains",
				"a.example, b.example", "policy-server.allowed-ports", "80, 443"));

		assertThat(options.server(null)).isEqualTo(
				new FlashPolicyServerOptions(InetAddress.getByName("::1"), 843, Duration.ofSeconds(1), 23, 1, 2, null));
		assertThat(options.readTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(options.policy())
			.hasToString(FlashPolicy.of(List.of("a.example", "b.example"), List.of("80", "443")).toString());
	}

	@Test
	void corsIsOffUnlessOriginsAreNamed() {
		assertThat(http(Map.of("cors.allow-credentials", "true", "cors.allowed-methods", "GET")).cors()).isNull();
	}

	@Test
	void corsDefaultsFitPolling() {
		CorsConfiguration cors = http(Map.of("cors.allowed-origins", "*")).cors();

		assertThat(cors).isNotNull();
		assertThat(cors.getAllowedMethods()).isEqualTo(List.of("GET", "HEAD", "POST"));
		assertThat(cors.getAllowedHeaders()).isEqualTo(List.of("*"));
		assertThat(cors.getAllowCredentials()).isNull();
		assertThat(cors.getMaxAge()).isEqualTo(1800);
	}

	private static OptionsMapper options(Map<String, String> values) {
		return new OptionsMapper(properties(values));
	}

	private static HttpOptionsMapper http(Map<String, String> values) {
		return new HttpOptionsMapper(properties(values));
	}

	private static PolicyOptionsMapper policy(Map<String, String> values) {
		return new PolicyOptionsMapper(properties(values));
	}

	private static SocketIOProperties properties(Map<String, String> values) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		values.forEach((key, value) -> source.put("socketio." + key, value));
		return new Binder(source).bindOrCreate("socketio", SocketIOProperties.class);
	}

}
