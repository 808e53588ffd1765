package io.github.socketiospring.server;

import reactor.core.publisher.BaseSubscriber;

/**
 * Waits for what the middleware of a namespace says about a client.
 */
final class JoinAttempt extends BaseSubscriber<Void> implements PendingJoin {

	private final Join join;

	private final ServerSocket socket;

	JoinAttempt(Join join, ServerSocket socket) {
		this.join = join;
		this.socket = socket;
	}

	@Override
	public ServerSocket socket() {
		return this.socket;
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
