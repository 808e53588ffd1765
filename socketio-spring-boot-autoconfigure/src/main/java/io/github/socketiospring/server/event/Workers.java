package io.github.socketiospring.server.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Runs handlers that may block, and knows when the last of them is done.
 */
public final class Workers implements Executor {

	private final Executor executor;

	private final ThreadLocal<Arrivals> arrivals = ThreadLocal.withInitial(Arrivals::new);

	private int active;

	/**
	 * Creates workers.
	 * @param executor the threads, not of this object's own
	 */
	public Workers(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Runs a task.
	 * @param task the task
	 * @throws RejectedExecutionException if it will not run, for whatever reason
	 */
	@Override
	public void execute(Runnable task) {
		started(1);
		try {
			this.executor.execute(finishing(task));
		}
		catch (Throwable ex) {
			finished(1);
			throw rejection(ex);
		}
	}

	/** Such as the lack of threads, which must not hold up sockets for ever. */
	private static RejectedExecutionException rejection(Throwable reason) {
		return (reason instanceof RejectedExecutionException rejection) ? rejection
				: new RejectedExecutionException("no thread for a handler", reason);
	}

	private void executeAll(List<EventQueue.Work> tasks) {
		if (!(this.executor instanceof BatchExecutor batches)) {
			tasks.forEach(this::executeOrReject);
			return;
		}
		started(tasks.size());
		try {
			batches.executeAll(tasks.stream().map(this::finishing).toList());
		}
		catch (Throwable ex) {
			finished(tasks.size());
			RejectedExecutionException rejection = rejection(ex);
			tasks.forEach((task) -> task.rejected(rejection));
		}
	}

	private void executeOrReject(EventQueue.Work task) {
		try {
			execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.rejected(ex);
		}
	}

	private Runnable finishing(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			finally {
				finished(1);
			}
		};
	}

	/**
	 * Starts a task when the calling thread has read what has arrived: then a worker
	 * finds all of it, and few workers get what came for many sockets.
	 * @param task the task
	 * @param eventLoop mostly the calling thread; another one if the client sends and
	 * receives on different connections
	 */
	void startLater(EventQueue.Work task, Executor eventLoop) {
		this.arrivals.get().add(task, this, eventLoop);
	}

	private synchronized void started(int tasks) {
		this.active += tasks;
	}

	private synchronized void finished(int tasks) {
		this.active -= tasks;
		if (this.active == 0) {
			notifyAll();
		}
	}

	/**
	 * Waits until no handler runs or waits for a thread.
	 * @param timeout how long to wait at most
	 * @return whether that came to be
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (this.active > 0) {
			long millis = (deadline - System.nanoTime()) / 1_000_000;
			if (millis <= 0) {
				return false;
			}
			wait(millis);
		}
		return true;
	}

	/**
	 * What has arrived on one thread and is not handed over yet. Locked, because the
	 * event loop that hands it over may be another thread.
	 */
	private static final class Arrivals implements Runnable {

		private List<EventQueue.Work> tasks = new ArrayList<>();

		/** Only while there are tasks: a thread's local must not hold its own key. */
		private @Nullable Workers workers;

		void add(EventQueue.Work task, Workers target, Executor eventLoop) {
			boolean first;
			synchronized (this) {
				first = this.tasks.isEmpty();
				this.tasks.add(task);
				this.workers = target;
			}
			if (!first) {
				return;
			}
			target.started(1);
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
			List<EventQueue.Work> arrived;
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
					target.finished(1);
				}
			}
		}

	}

}
