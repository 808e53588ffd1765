package io.github.socketiospring.handshake;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes ids for sessions and sockets: 20 URL-safe characters that hold 120 random bits.
 * Safe for use by any thread.
 */
public final class SessionIds {

	private static final int BYTES = 15;

	private final SecureRandom random = new SecureRandom();

	/**
	 * Makes an id.
	 * @return a new id
	 */
	public String next() {
		byte[] bytes = new byte[BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().encodeToString(bytes);
	}

}
