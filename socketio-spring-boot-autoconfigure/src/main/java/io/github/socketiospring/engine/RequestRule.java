package io.github.socketiospring.engine;

import io.github.socketiospring.handshake.RequestError;
import org.jspecify.annotations.Nullable;

/**
 * Tells which requests a transport can serve, before anything is done for them. Called by
 * any thread.
 */
@FunctionalInterface
public interface RequestRule {

	/**
	 * Serves plain requests: GET opens a session.
	 */
	RequestRule PLAIN = of(false);

	/**
	 * Serves requests that ask to leave HTTP: GET opens a session.
	 */
	RequestRule UPGRADE = of(true);

	/**
	 * Checks a request.
	 * @param method the HTTP method
	 * @param upgrade whether the request asks to leave HTTP
	 * @param opening whether the request would open a session, rather than belong to one
	 * @return why it cannot be served, or {@code null} if it can
	 */
	@Nullable RequestError check(String method, boolean upgrade, boolean opening);

	private static RequestRule of(boolean upgradeNeeded) {
		return (method, upgrade, opening) -> {
			if (opening && !"GET".equals(method)) {
				return RequestError.BAD_HANDSHAKE_METHOD;
			}
			return (upgrade != upgradeNeeded) ? RequestError.BAD_REQUEST : null;
		};
	}

}
