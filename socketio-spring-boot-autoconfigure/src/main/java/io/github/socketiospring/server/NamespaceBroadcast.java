package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.adapter.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Some sockets of a namespace.
 */
final class NamespaceBroadcast extends SocketSelection {

	private final ServerNamespace namespace;

	private final Selection selection;

	private final @Nullable Duration timeout;

	private final boolean compress;

	NamespaceBroadcast(ServerNamespace namespace, Selection selection, @Nullable Duration timeout, boolean compress) {
		this.namespace = namespace;
		this.selection = selection;
		this.timeout = timeout;
		this.compress = compress;
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
	@Nullable Duration timeout() {
		return this.timeout;
	}

	@Override
	boolean compresses() {
		return this.compress;
	}

	@Override
	public String toString() {
		return this.selection + " of " + this.namespace;
	}

}
