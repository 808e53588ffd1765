package io.github.socketiospring.transport.webflux;

import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * Describes how requests are served over HTTP. Immutable.
 *
 * @param compression whether polling responses are compressed for clients that accept it
 * @param compressionThreshold the smallest response that is compressed, in bytes
 * @param cookie the cookie to set when a session opens, or {@code null} for none
 * @param cors which other origins may use this server, or {@code null} for none
 */
public record HttpOptions(boolean compression, int compressionThreshold, @Nullable CookieOptions cookie,
		@Nullable CorsConfiguration cors) {

	/** Compression from 1,024 bytes, no cookie, no other origins. */
	public static final HttpOptions DEFAULTS = new HttpOptions(true, 1024, null, null);

}
