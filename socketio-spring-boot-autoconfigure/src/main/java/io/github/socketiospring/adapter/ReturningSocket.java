package io.github.socketiospring.adapter;

import org.jspecify.annotations.Nullable;

/**
 * What a client says that wants its socket back.
 *
 * @param privateId the secret that the client was given
 * @param offset the last offset that it has received
 * @param user the name of the user the client is now, or {@code null} if nobody is
 * authenticated
 */
public record ReturningSocket(String privateId, String offset, @Nullable String user) {

	/** Without the secret. */
	@Override
	public String toString() {
		return "ReturningSocket[after " + this.offset + "]";
	}

}
