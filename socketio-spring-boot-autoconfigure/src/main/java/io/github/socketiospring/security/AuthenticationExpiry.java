package io.github.socketiospring.security;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Says when credentials end, and with them the sockets of their clients, unless
 * {@code socketio.security.disconnect-expired} is off. A bean of this type takes the
 * place of the default, which knows the tokens of OAuth 2 resource servers, JWTs among
 * them.
 */
@FunctionalInterface
public interface AuthenticationExpiry {

	/**
	 * Returns when credentials end. Asked once for each socket that joins, by any thread;
	 * must not block.
	 * @param authentication who the client is: by what it gave when it joined, or else by
	 * the first request of its connection
	 * @return the time, {@code null} for never
	 */
	@Nullable Instant expiresAt(Authentication authentication);

}
