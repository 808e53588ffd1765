package io.github.socketiospring.server;

import io.github.socketiospring.DisconnectReason;
import reactor.core.publisher.BaseSubscriber;

/**
 * Waits for what the middleware of a namespace says about a client.
 */
final class JoinAttempt extends BaseSubscriber<Void> implements PendingJoin {

	private final Join join;

	private volatile ServerSocket socket;

	JoinAttempt(Join join, ServerSocket socket) {
		this.join = join;
		this.socket = socket;
	}

	@Override
	public ServerSocket socket() {
		return this.socket;
	}

	/**
	 * The client gets its former socket back, if it has not gone meanwhile. Both sockets
	 * count in the namespace until they have gone: whoever takes the fresh one for the
	 * client's, at the same time, ends that one only.
	 * @param former the socket
	 */
	void replace(ServerSocket former) {
		ServerSocket fresh = this.socket;
		// If it has been removed, the client is told so when it joins.
		boolean counted = former.namespace().enter();
		this.socket = former;
		if (counted) {
			fresh.disconnected(DisconnectReason.TRANSPORT_CLOSE, null);
		}
		if (isDisposed()) {
			former.disconnected(DisconnectReason.TRANSPORT_CLOSE, null);
		}
	}

	@Override
	protected void hookOnComplete() {
		this.join.joined(this.socket);
	}

	@Override
	protected void hookOnError(Throwable exception) {
		this.join.refused(this.socket, exception);
	}

}
