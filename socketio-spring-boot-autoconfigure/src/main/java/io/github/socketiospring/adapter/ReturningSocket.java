package io.github.socketiospring.adapter;

import org.jspecify.annotations.Nullable;

/**
 * What a client sends to get its socket back.
 *
 * @param privateId the secret that the client was given
 * @param offset the last offset that it has received
 * @param user the name of the client's user now, or {@code null} if nobody is
 * authenticated
 */
public record ReturningSocket(String privateId, String offset, @Nullable String user) {

	/** Without the secret. */
	@Override
	public String toString() {
		return "ReturningSocket[after " + this.offset + "]";
	}

}
