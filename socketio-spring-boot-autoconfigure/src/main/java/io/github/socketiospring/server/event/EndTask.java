package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Comes behind all other tasks of a socket that has gone.
 *
 * @param action called when they are done; quick, and once
 */
record EndTask(Runnable action) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return true;
	}

	@Override
	public @Nullable Publisher<?> run() {
		this.action.run();
		return null;
	}

	@Override
	public boolean drop() {
		this.action.run();
		return false;
	}

	/** No thread takes it: nothing more happens to the socket, either. */
	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		this.action.run();
		return null;
	}

}
