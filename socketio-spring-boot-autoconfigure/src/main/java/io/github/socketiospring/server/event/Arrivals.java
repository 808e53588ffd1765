package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * What has arrived on one thread and is not handed over yet. Locked, because the event
 * loop that hands it over may be another thread.
 */
final class Arrivals implements Runnable {

	private List<WorkerTask> tasks = new ArrayList<>();

	/** Only while there are tasks: a thread's local must not hold its own key. */
	private @Nullable Workers workers;

	void add(WorkerTask task, Workers target, Executor eventLoop) {
		boolean first;
		synchronized (this) {
			first = this.tasks.isEmpty();
			this.tasks.add(task);
			this.workers = target;
		}
		if (!first) {
			return;
		}
		target.arrives(1);
		try {
			eventLoop.execute(this);
		}
		catch (RejectedExecutionException ex) {
			// The loop ends, but those events have arrived.
			run();
		}
	}

	@Override
	public void run() {
		List<WorkerTask> arrived;
		Workers target;
		synchronized (this) {
			arrived = this.tasks;
			target = this.workers;
			this.tasks = new ArrayList<>(arrived.size());
			this.workers = null;
		}
		if (target != null) {
			try {
				target.executeAll(arrived);
			}
			finally {
				target.arrives(-1);
			}
		}
	}

}
