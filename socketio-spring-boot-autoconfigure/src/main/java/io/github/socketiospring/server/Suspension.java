package io.github.socketiospring.server;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection is not read.
 *
 * @param sockets of how many sockets too many events wait
 * @param since milliseconds since 1970
 */
record Suspension(int sockets, long since) {

	/**
	 * Too many events of a socket wait.
	 * @param before why the connection was not read before, {@code null} if it was
	 */
	static Suspension of(@Nullable Suspension before) {
		return (before != null) ? new Suspension(before.sockets + 1, before.since)
				: new Suspension(1, System.currentTimeMillis());
	}

	/**
	 * Enough of a socket's events are handled.
	 * @return {@code null} if that was the last of the sockets
	 */
	@Nullable Suspension less() {
		return (this.sockets > 1) ? new Suspension(this.sockets - 1, this.since) : null;
	}

}
