package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Runs a task only if the event was not refused.
 *
 * @param admission what the interceptors said
 * @param task the task
 */
record AdmittedTask(Admission admission, SocketTask task) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return this.task.runsOnEventLoop();
	}

	@Override
	public @Nullable Publisher<?> run() throws Throwable {
		return this.admission.isRefused() ? null : this.task.run();
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return this.task.failed(exception);
	}

}
