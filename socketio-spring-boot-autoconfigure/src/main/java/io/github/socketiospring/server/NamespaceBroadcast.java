package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.adapter.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Some sockets of a namespace, or of several.
 */
final class NamespaceBroadcast extends SocketSelection {

	private final BroadcastTarget target;

	private final Selection selection;

	private final @Nullable Duration timeout;

	private final boolean compress;

	NamespaceBroadcast(BroadcastTarget target, Selection selection, @Nullable Duration timeout, boolean compress) {
		this.target = target;
		this.selection = selection;
		this.timeout = timeout;
		this.compress = compress;
	}

	@Override
	BroadcastTarget target() {
		return this.target.current();
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
		return this.selection + " of " + this.target;
	}

}
