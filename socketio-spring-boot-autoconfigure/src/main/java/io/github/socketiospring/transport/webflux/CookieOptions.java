package io.github.socketiospring.transport.webflux;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseCookie;

/**
 * Describes the cookie that helps load balancers to keep a client on one server. It holds
 * the session's id and is never read. Immutable.
 *
 * @param name the cookie's name
 * @param path the cookie's path
 * @param httpOnly whether scripts cannot see it
 * @param secure whether it travels by TLS only
 * @param sameSite the SameSite attribute, or {@code null} for none
 */
public record CookieOptions(String name, String path, boolean httpOnly, boolean secure, @Nullable String sameSite) {

	/**
	 * Returns the header that sets the cookie. Written by Spring, because Netty spells
	 * {@code HttpOnly} otherwise than RFC 6265 does.
	 * @param sid the session's id
	 * @return the value of {@code Set-Cookie}
	 */
	String header(String sid) {
		return ResponseCookie.from(this.name, sid)
			.path(this.path)
			.httpOnly(this.httpOnly)
			.secure(this.secure)
			.sameSite(this.sameSite)
			.build()
			.toString();
	}

}
