package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.transport.webflux.HttpOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * Turns the properties of HTTP requests and responses into options, and refuses values
 * that cannot work.
 */
final class HttpOptionsMapper {

	private final SocketIOProperties properties;

	HttpOptionsMapper(SocketIOProperties properties) {
		this.properties = properties;
	}

	HttpOptions http() {
		SocketIOProperties.HttpCompression compression = this.properties.httpCompression();
		return new HttpOptions(compression.enabled(),
				PropertyChecks.threshold("http-compression.threshold", compression.threshold()),
				new CookieMapper(this.properties.cookie()).options(), cors());
	}

	@Nullable CorsConfiguration cors() {
		SocketIOProperties.Cors cors = this.properties.cors();
		if (cors.allowedOrigins().isEmpty() && cors.allowedOriginPatterns().isEmpty()) {
			return null;
		}
		for (String origin : cors.allowedOrigins()) {
			if (!origin.equals(CorsConfiguration.ALL) && !origin.contains("://")) {
				throw PropertyChecks.invalid("cors.allowed-origins", origin,
						"An origin begins with its scheme: https://" + origin);
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
		configuration.setMaxAge(PropertyChecks.notNegative("cors.max-age", cors.maxAge()));
		try {
			configuration.validateAllowCredentials();
		}
		catch (IllegalArgumentException ex) {
			throw PropertyChecks.invalid("cors.allowed-origins", "*",
					"With socketio.cors.allow-credentials, browsers do not accept *: list the origins, or use "
							+ "socketio.cors.allowed-origin-patterns");
		}
		return configuration;
	}

	SocketIOProperties.HttpTimeouts httpTimeouts() {
		SocketIOProperties.HttpTimeouts timeouts = this.properties.httpTimeouts();
		PropertyChecks.positive("http-timeouts.request-head", timeouts.requestHead());
		PropertyChecks.positive("http-timeouts.idle", timeouts.idle());
		return timeouts;
	}

}
