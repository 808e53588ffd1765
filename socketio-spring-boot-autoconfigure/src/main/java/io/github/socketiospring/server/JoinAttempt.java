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
	 * The client gets its former socket back, if it has not gone meanwhile.
	 * @param former the socket
	 */
	void replace(ServerSocket former) {
		this.socket = former;
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
