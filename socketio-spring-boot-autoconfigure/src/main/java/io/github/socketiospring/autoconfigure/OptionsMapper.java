package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.Transport;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.engine.legacy.LegacyOptions;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.server.ServerOptions;
import io.github.socketiospring.transport.flash.FlashPolicy;
import io.github.socketiospring.transport.flash.FlashPolicyServerOptions;
import io.github.socketiospring.transport.webflux.CookieOptions;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.websocket.WebSocketOptions;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseCookie;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Turns the properties into each layer's options, and refuses values that cannot work.
 */
final class OptionsMapper {

	private static final int ATTACHMENT_FACTOR = 4;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

	/** The sum of two must fit into 31 bits of milliseconds, a limit of browsers. */
	private static final Duration MAX_DURATION = Duration.ofDays(12);

	private static final int MAX_PORT = 65_535;

	private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[\\w.~!$&'()+,=:@-]+)+/?");

	private final SocketIOProperties properties;

	OptionsMapper(SocketIOProperties properties) {
		this.properties = properties;
	}

	/**
	 * Returns the path without a slash at its end.
	 */
	String path() {
		String path = this.properties.path();
		if (!PATH.matcher(path).matches()) {
			throw invalid("path", path, "A path begins with a slash and has no wildcards, such as /socket.io");
		}
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

	boolean servesEio3() {
		return this.properties.eio3().enabled();
	}

	boolean servesLegacy() {
		return this.properties.legacy().enabled();
	}

	/**
	 * Names the clients that are served, and their transports.
	 */
	String clients() {
		String current = (servesEio3() ? "1.x to 4.x" : "3.x and 4.x") + " (" + String.join(", ", transports().names())
				+ ")";
		return servesLegacy() ? current + " and 0.7 to 0.9 (" + names(legacyTransports()) + ")" : current;
	}

	private static String names(Collection<LegacyTransport> transports) {
		return transports.stream().map(LegacyTransport::wireName).collect(Collectors.joining(", "));
	}

	private Transports transports() {
		Set<SocketIOProperties.Transport> transports = this.properties.transports();
		if (transports.isEmpty()) {
			throw invalid("transports", "", "Name at least one of: " + String.join(", ", Transports.ENGINE_IO.names()));
		}
		return Transports.of(transports.stream().map(OptionsMapper::transport).toList());
	}

	private static Transport transport(SocketIOProperties.Transport transport) {
		return switch (transport) {
			case POLLING -> Transports.POLLING;
			case WEBSOCKET -> Transports.WEBSOCKET;
		};
	}

	private List<LegacyTransport> legacyTransports() {
		Set<SocketIOProperties.LegacyTransport> transports = this.properties.legacy().transports();
		if (transports.isEmpty()) {
			throw invalid("legacy.transports", "", "Name at least one of: " + names(LegacyTransport.ALL));
		}
		return transports.stream().map(OptionsMapper::transport).toList();
	}

	private static LegacyTransport transport(SocketIOProperties.LegacyTransport transport) {
		return switch (transport) {
			case WEBSOCKET -> LegacyTransport.WEBSOCKET;
			case FLASHSOCKET -> LegacyTransport.FLASHSOCKET;
			case HTMLFILE -> LegacyTransport.HTMLFILE;
			case XHR_MULTIPART -> LegacyTransport.XHR_MULTIPART;
			case XHR_POLLING -> LegacyTransport.XHR_POLLING;
			case JSONP_POLLING -> LegacyTransport.JSONP_POLLING;
		};
	}

	LegacyOptions legacy() {
		SocketIOProperties.Legacy legacy = this.properties.legacy();
		return new LegacyOptions(legacyTransports(), positive("legacy.heartbeat-interval", legacy.heartbeatInterval()),
				longer("legacy.heartbeat-timeout", legacy.heartbeatTimeout(), "legacy.heartbeat-interval",
						legacy.heartbeatInterval()),
				longer("legacy.close-timeout", legacy.closeTimeout(), "legacy.polling-duration",
						legacy.pollingDuration()),
				positive("legacy.polling-duration", legacy.pollingDuration()));
	}

	/** Clients give up when they hear nothing for the longer time. */
	private static Duration longer(String key, Duration value, String shorterKey, Duration shorter) {
		if (positive(key, value).compareTo(shorter) <= 0) {
			throw invalid(key, text(value), "It must be longer than socketio." + shorterKey + ", which is "
					+ text(shorter) + ": clients disconnect when they hear nothing for this time");
		}
		return value;
	}

	EngineOptions engine() {
		SocketIOProperties.Limits limits = this.properties.limits();
		return new EngineOptions(transports(), this.properties.allowUpgrades(),
				positive("ping-interval", this.properties.pingInterval()),
				positive("ping-timeout", this.properties.pingTimeout()),
				positive("upgrade-timeout", this.properties.upgradeTimeout()), CLOSE_TIMEOUT, maxMessageSize(),
				atLeast(1, "limits.max-packets-per-payload", limits.maxPacketsPerPayload()),
				atLeast(1, "limits.max-packets-per-poll", limits.maxPacketsPerPoll()),
				size("max-buffered-bytes", this.properties.maxBufferedBytes()),
				atLeast(0, "limits.max-sessions-per-address", limits.maxSessionsPerAddress()));
	}

	ServerOptions server() {
		SocketIOProperties.Limits limits = this.properties.limits();
		DecoderLimits decoder = new DecoderLimits(atLeast(0, "max-attachments", this.properties.maxAttachments()),
				(long) ATTACHMENT_FACTOR * maxMessageSize(),
				atLeast(1, "limits.max-name-length", limits.maxNameLength()));
		return new ServerOptions(positive("connect-timeout", this.properties.connectTimeout()), decoder,
				atLeast(1, "limits.max-namespaces-per-connection", limits.maxNamespacesPerConnection()),
				atLeast(1, "limits.max-rooms-per-socket", limits.maxRoomsPerSocket()),
				atLeast(1, "limits.max-pending-acks", limits.maxPendingAcks()),
				atLeast(1, "limits.max-pending-events", limits.maxPendingEvents()));
	}

	JsonLimits json() {
		SocketIOProperties.Limits limits = this.properties.limits();
		return new JsonLimits(atLeast(2, "limits.max-json-depth", limits.maxJsonDepth()),
				atLeast(1, "limits.max-number-length", limits.maxNumberLength()));
	}

	WebSocketOptions webSocket() {
		SocketIOProperties.PerMessageDeflate deflate = this.properties.perMessageDeflate();
		SocketIOProperties.Limits limits = this.properties.limits();
		return new WebSocketOptions(maxMessageSize(), atLeast(1, "limits.max-fragments", limits.maxFragments()),
				atLeast(1, "limits.max-pending-pongs", limits.maxPendingPongs()), deflate.enabled(),
				threshold("per-message-deflate.threshold", deflate.threshold()));
	}

	HttpOptions http() {
		SocketIOProperties.HttpCompression compression = this.properties.httpCompression();
		return new HttpOptions(compression.enabled(), threshold("http-compression.threshold", compression.threshold()),
				cookie(), cors());
	}

	private @Nullable CookieOptions cookie() {
		SocketIOProperties.Cookie cookie = this.properties.cookie();
		if (!cookie.enabled()) {
			return null;
		}
		boolean none = cookie.sameSite() == SameSite.NONE;
		if (none && !cookie.secure()) {
			throw invalid("cookie.same-site", "none",
					"Browsers drop such a cookie unless it is secure: set socketio.cookie.secure=true too");
		}
		check("cookie.name", cookie.name(), (name) -> ResponseCookie.from(name).build());
		check("cookie.path", cookie.path(), (path) -> ResponseCookie.from("io").path(path).build());
		return new CookieOptions(cookie.name(), cookie.path(), cookie.httpOnly(), cookie.secure(),
				cookie.sameSite().attributeValue());
	}

	private static void check(String key, String value, Consumer<String> check) {
		try {
			check.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(key, value, "A cookie cannot have it: " + ex.getMessage());
		}
	}

	@Nullable CorsConfiguration cors() {
		SocketIOProperties.Cors cors = this.properties.cors();
		if (cors.allowedOrigins().isEmpty() && cors.allowedOriginPatterns().isEmpty()) {
			return null;
		}
		for (String origin : cors.allowedOrigins()) {
			if (!origin.equals(CorsConfiguration.ALL) && !origin.contains("://")) {
				throw invalid("cors.allowed-origins", origin, "An origin begins with its scheme: https://" + origin);
			}
		}
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(cors.allowedOrigins().isEmpty() ? null : cors.allowedOrigins());
		configuration
			.setAllowedOriginPatterns(cors.allowedOriginPatterns().isEmpty() ? null : cors.allowedOriginPatterns());
		configuration.setAllowedMethods(cors.allowedMethods());
		configuration.setAllowedHeaders(cors.allowedHeaders());
		configuration.setExposedHeaders(cors.exposedHeaders().isEmpty() ? null : cors.exposedHeaders());
		configuration.setAllowCredentials(cors.allowCredentials());
		configuration.setMaxAge(notNegative("cors.max-age", cors.maxAge()));
		try {
			configuration.validateAllowCredentials();
		}
		catch (IllegalArgumentException ex) {
			throw invalid("cors.allowed-origins", "*",
					"With socketio.cors.allow-credentials, browsers do not accept *: list the origins, or use "
							+ "socketio.cors.allowed-origin-patterns");
		}
		return configuration;
	}

	SocketIOProperties.HttpTimeouts httpTimeouts() {
		SocketIOProperties.HttpTimeouts timeouts = this.properties.httpTimeouts();
		positive("http-timeouts.request-head", timeouts.requestHead());
		positive("http-timeouts.idle", timeouts.idle());
		return timeouts;
	}

	Duration handlerShutdownTimeout() {
		return notNegative("handlers.shutdown-timeout", this.properties.handlers().shutdownTimeout());
	}

	int maxHandlerThreads() {
		return atLeast(1, "handlers.max-threads", this.properties.handlers().maxThreads());
	}

	FlashPolicyServerOptions policyServer(@Nullable SslBundles bundles) {
		SocketIOProperties.PolicyServer server = this.properties.policyServer();
		if (server.port() < 0 || server.port() > MAX_PORT) {
			throw invalid("policy-server.port", server.port(), "A port is between 0 and 65535; 0 takes a free one");
		}
		return new FlashPolicyServerOptions(server.host(), server.port(), policyReadTimeout(),
				atLeast(FlashPolicyServerOptions.MIN_REQUEST_BYTES, "policy-server.max-request-bytes",
						server.maxRequestBytes()),
				atLeast(1, "policy-server.max-connections", server.maxConnections()),
				atLeast(1, "policy-server.backlog", server.backlog()), policySsl(bundles));
	}

	private @Nullable SslContext policySsl(@Nullable SslBundles bundles) {
		String name = this.properties.policyServer().ssl().bundle();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		try {
			if (bundles == null) {
				throw new NoSuchSslBundleException(name, "There are no SSL bundles");
			}
			SslBundle bundle = bundles.getBundle(name);
			SslOptions options = bundle.getOptions();
			return new JdkSslContext(bundle.createSslContext(), false,
					(options.getCiphers() != null) ? List.of(options.getCiphers()) : null,
					IdentityCipherSuiteFilter.INSTANCE, ApplicationProtocolConfig.DISABLED, ClientAuth.NONE,
					options.getEnabledProtocols(), false);
		}
		catch (NoSuchSslBundleException ex) {
			throw invalid("policy-server.ssl.bundle", name,
					"There is no such bundle: define it below spring.ssl.bundle, or leave the key out for plain TCP");
		}
	}

	Duration policyReadTimeout() {
		return positive("policy-server.read-timeout", this.properties.policyServer().readTimeout());
	}

	FlashPolicy flashPolicy() {
		SocketIOProperties.PolicyServer server = this.properties.policyServer();
		Resource file = server.policy();
		if (file != null) {
			return flashPolicy(file);
		}
		String domains = String.join(",", server.allowedDomains());
		String ports = String.join(",", server.allowedPorts());
		List<String> checkedPorts = explain("policy-server.allowed-ports", ports,
				() -> FlashPolicy.checkPorts(server.allowedPorts()));
		return explain("policy-server.allowed-domains", domains,
				() -> FlashPolicy.of(server.allowedDomains(), checkedPorts));
	}

	private static FlashPolicy flashPolicy(Resource file) {
		String key = "policy-server.policy";
		String name = file.getDescription();
		try {
			byte[] xml = file.getContentAsByteArray();
			return explain(key, name, () -> FlashPolicy.parse(xml));
		}
		catch (IOException ex) {
			throw invalid(key, name, "The file cannot be read; allowed-domains and allowed-ports do without one");
		}
	}

	private static <T> T explain(String key, String value, Supplier<T> check) {
		try {
			return check.get();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(key, value, String.valueOf(ex.getMessage()));
		}
	}

	private int maxMessageSize() {
		return (int) size("max-http-buffer-size", this.properties.maxHttpBufferSize());
	}

	private static int threshold(String key, DataSize value) {
		if (value.isNegative() || value.toBytes() > Integer.MAX_VALUE) {
			throw invalid(key, value, "A threshold is between 0B and 2GB");
		}
		return (int) value.toBytes();
	}

	private static long size(String key, DataSize value) {
		if (value.toBytes() < 1 || value.toBytes() > 1 << 30) {
			throw invalid(key, value, "A size is between 1B and 1GB");
		}
		return value.toBytes();
	}

	private static Duration positive(String key, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(MAX_DURATION) > 0) {
			throw invalid(key, text(value), "A time is between 1ms and 12d; without a unit, milliseconds are meant");
		}
		return value;
	}

	private static Duration notNegative(String key, Duration value) {
		if (value.isNegative() || value.compareTo(MAX_DURATION) > 0) {
			throw invalid(key, text(value), "A time is between 0s and 12d");
		}
		return value;
	}

	/** As one writes it in a configuration file. */
	private static String text(Duration value) {
		return DurationStyle.SIMPLE.print(value, ChronoUnit.MILLIS);
	}

	private static int atLeast(int min, String key, int value) {
		if (value < min) {
			throw invalid(key, value, "The least possible value is " + min);
		}
		return value;
	}

	private static InvalidConfigurationPropertyValueException invalid(String key, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("socketio." + key, value, reason);
	}

}
