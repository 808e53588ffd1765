package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * An error that a client of protocol 1 (0.7 to 0.9) reports by an error packet; newer
 * protocols have none. Immutable.
 *
 * @param reason what went wrong: one of those the protocol has numbers for,
 * {@code transport not supported}, {@code client not handshaken} and
 * {@code unauthorized}, or else what the client has written, which may be empty
 * @param advice what the client advises: {@code reconnect}, or else what the client has
 * written; {@code null} if nothing
 */
public record ClientError(String reason, @Nullable String advice) {

	/**
	 * Returns a text for logs.
	 * @return what the client reports, shortened and without control characters
	 */
	@Override
	public String toString() {
		return "ClientError[" + LoggedText.of(this.reason) + ", advice=" + LoggedText.of(this.advice) + "]";
	}

}
