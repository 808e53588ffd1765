package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.github.socketiospring.transport.webflux.CookieOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.http.ResponseCookie;

/**
 * Turns the properties of the cookie into options, and refuses what browsers would drop
 * without a word.
 */
final class CookieMapper {

	/** Browsers keep no cookie longer. */
	private static final Duration MAX_AGE = Duration.ofDays(400);

	private final SocketIOProperties.Cookie cookie;

	CookieMapper(SocketIOProperties.Cookie cookie) {
		this.cookie = cookie;
	}

	@Nullable CookieOptions options() {
		if (!this.cookie.enabled()) {
			return null;
		}
		check("cookie.name", this.cookie.name(), (name) -> ResponseCookie.from(name).build());
		check("cookie.path", this.cookie.path(), (path) -> ResponseCookie.from("io").path(path).build());
		String domain = this.cookie.domain();
		if (domain != null) {
			check("cookie.domain", domain, (value) -> ResponseCookie.from("io").domain(value).build());
		}
		checkSecurity();
		checkPrefix();
		checkLifetime();
		return new CookieOptions(this.cookie.name(), this.cookie.path(), domain, this.cookie.httpOnly(),
				this.cookie.secure(), this.cookie.sameSite().attributeValue(), this.cookie.maxAge(),
				this.cookie.expires(), this.cookie.partitioned());
	}

	private static void check(String key, String value, Consumer<String> check) {
		try {
			check.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw PropertyChecks.invalid(key, value, "A cookie cannot have it: " + ex.getMessage());
		}
	}

	private void checkSecurity() {
		String fix = "Browsers drop such a cookie unless it is secure: set socketio.cookie.secure=true too";
		if (this.cookie.sameSite() == SameSite.NONE && !this.cookie.secure()) {
			throw PropertyChecks.invalid("cookie.same-site", "none", fix);
		}
		if (this.cookie.partitioned() && !this.cookie.secure()) {
			throw PropertyChecks.invalid("cookie.partitioned", true, fix);
		}
	}

	/** RFC 6265bis, 4.1.3: names that promise something. */
	private void checkPrefix() {
		String name = this.cookie.name();
		boolean host = name.regionMatches(true, 0, "__Host-", 0, 7);
		boolean secure = host || name.regionMatches(true, 0, "__Secure-", 0, 9);
		if (secure && !this.cookie.secure()) {
			throw PropertyChecks.invalid("cookie.name", name,
					"Browsers drop a cookie of that name unless it is secure: set socketio.cookie.secure=true too");
		}
		if (host && (this.cookie.domain() != null || !this.cookie.path().equals("/"))) {
			throw PropertyChecks.invalid("cookie.name", name,
					"Browsers drop a cookie of that name if it has a domain, or a path other than /");
		}
	}

	private void checkLifetime() {
		Duration maxAge = this.cookie.maxAge();
		Instant expires = this.cookie.expires();
		if (maxAge != null && (maxAge.toSeconds() < 1 || maxAge.compareTo(MAX_AGE) > 0)) {
			throw PropertyChecks.invalid("cookie.max-age", PropertyChecks.text(maxAge),
					"A cookie lives between 1s and 400d; without a unit, seconds are meant, and without the property, "
							+ "it lives until the browser is closed");
		}
		if (expires == null) {
			return;
		}
		if (maxAge != null) {
			throw PropertyChecks.invalid("cookie.expires", expires,
					"Browsers ignore it beside socketio.cookie.max-age: set one of them");
		}
		if (!expires.isAfter(Instant.now())) {
			throw PropertyChecks.invalid("cookie.expires", expires,
					"That time has passed, so browsers would drop the cookie at once: use socketio.cookie.max-age for a "
							+ "time from when it is set");
		}
	}

}
