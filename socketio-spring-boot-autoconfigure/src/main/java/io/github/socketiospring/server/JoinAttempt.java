package io.github.socketiospring.server;

import reactor.core.publisher.BaseSubscriber;

/**
 * Waits for what the middleware of a namespace says about a client.
 */
final class JoinAttempt extends BaseSubscriber<Void> {

	private final Client client;

	private final ServerSocket socket;

	JoinAttempt(Client client, ServerSocket socket) {
		this.client = client;
		this.socket = socket;
	}

	ServerSocket socket() {
		return this.socket;
	}

	@Override
	protected void hookOnComplete() {
		this.client.joined(this.socket);
	}

	@Override
	protected void hookOnError(Throwable exception) {
		this.client.refused(this.socket, exception);
	}

}
