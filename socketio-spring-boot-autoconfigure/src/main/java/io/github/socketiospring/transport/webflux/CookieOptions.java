package io.github.socketiospring.transport.webflux;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseCookie;

/**
 * Describes the cookie that helps load balancers to keep a client on one server. It holds
 * the session's id and is never read. Immutable.
 *
 * @param name the cookie's name
 * @param path the cookie's path
 * @param domain the domain whose hosts all get it, or {@code null} for this host alone
 * @param httpOnly whether scripts cannot see it
 * @param secure whether it travels by TLS only
 * @param sameSite the SameSite attribute, or {@code null} for none
 * @param maxAge how long browsers keep it, or {@code null} for until they are closed
 * @param expires when browsers drop it; {@code null} if there is an age, or neither
 * @param partitioned whether browsers keep one for each site that embeds this one
 */
public record CookieOptions(String name, String path, @Nullable String domain, boolean httpOnly, boolean secure,
		@Nullable String sameSite, @Nullable Duration maxAge, @Nullable Instant expires, boolean partitioned) {

	/** RFC 7231, 7.1.1.1; Java's own format of that name has days of one digit. */
	private static final DateTimeFormatter DATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	/** Until the browser is closed, as Spring says it. */
	private static final Duration SESSION = Duration.ofSeconds(-1);

	/**
	 * Returns the header that sets the cookie. Written by Spring, because Netty spells
	 * {@code HttpOnly} otherwise than RFC 6265 does.
	 * @param sid the session's id
	 * @return the value of {@code Set-Cookie}
	 */
	String header(String sid) {
		String header = ResponseCookie.from(this.name, sid)
			.path(this.path)
			.domain(this.domain)
			.maxAge((this.maxAge != null) ? this.maxAge : SESSION)
			.partitioned(this.partitioned)
			.httpOnly(this.httpOnly)
			.secure(this.secure)
			.sameSite(this.sameSite)
			.build()
			.toString();
		return (this.expires != null) ? header + "; Expires=" + DATE.format(this.expires) : header;
	}

}
