package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Holds up the tasks behind it, without holding a thread.
 *
 * @param until what they wait for
 */
record WaitTask(Publisher<?> until) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return true;
	}

	@Override
	public Publisher<?> run() {
		return this.until;
	}

	@Override
	public boolean drop() {
		return false;
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return null;
	}

}
