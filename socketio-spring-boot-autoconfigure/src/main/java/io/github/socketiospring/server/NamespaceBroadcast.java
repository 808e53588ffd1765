package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.adapter.Selection;

/**
 * Some sockets of a namespace.
 */
final class NamespaceBroadcast extends SocketSelection {

	private final ServerNamespace namespace;

	private final Selection selection;

	private final Duration timeout;

	NamespaceBroadcast(ServerNamespace namespace, Selection selection, Duration timeout) {
		this.namespace = namespace;
		this.selection = selection;
		this.timeout = timeout;
	}

	@Override
	ServerNamespace target() {
		return this.namespace;
	}

	@Override
	Selection selection() {
		return this.selection;
	}

	@Override
	Duration patience() {
		return this.timeout;
	}

	@Override
	public String toString() {
		return this.selection + " of " + this.namespace;
	}

}
