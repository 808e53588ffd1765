package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs handlers that may block, and knows when the last of them is done.
 */
final class Workers implements Executor {

	private final Executor executor;

	private final ThreadLocal<Arrivals> arrivals = ThreadLocal.withInitial(() -> new Arrivals(this));

	private int active;

	Workers(Executor executor) {
		this.executor = executor;
	}

	@Override
	public void execute(Runnable task) {
		started(1);
		boolean accepted = false;
		try {
			this.executor.execute(finishing(task));
			accepted = true;
		}
		finally {
			if (!accepted) {
				finished(1);
			}
		}
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
		catch (RejectedExecutionException ex) {
			finished(tasks.size());
			tasks.forEach((task) -> task.rejected(ex));
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
	 * Starts a queue when its event loop, which is the calling thread, has read what has
	 * arrived: then a worker gets all of it, and few workers get what came for many.
	 * @param queue the queue
	 * @param eventLoop the event loop
	 */
	void startLater(EventQueue queue, Executor eventLoop) {
		this.arrivals.get().add(queue, eventLoop);
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
	synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
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
	 * Queues that have received something on one event loop and are not started yet.
	 */
	private static final class Arrivals implements Runnable {

		private final Workers workers;

		private List<EventQueue> queues = new ArrayList<>();

		Arrivals(Workers workers) {
			this.workers = workers;
		}

		void add(EventQueue queue, Executor eventLoop) {
			this.queues.add(queue);
			if (this.queues.size() == 1) {
				try {
					eventLoop.execute(this);
				}
				catch (RejectedExecutionException ex) {
					// The loop ends, but those events have arrived.
					run();
				}
			}
		}

		@Override
		public void run() {
			List<EventQueue> started = this.queues;
			this.queues = new ArrayList<>(started.size());
			List<EventQueue.Work> tasks = new ArrayList<>(started.size());
			for (EventQueue queue : started) {
				EventQueue.Work task = queue.begin();
				if (task != null) {
					tasks.add(task);
				}
			}
			this.workers.executeAll(tasks);
		}

	}

}
