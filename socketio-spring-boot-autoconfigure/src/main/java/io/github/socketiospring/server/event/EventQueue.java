package io.github.socketiospring.server.event;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engine.WakeUps;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Runs the tasks of one socket one at a time, in order, each where it belongs: on the
 * socket's event loop, or on a worker that may block. A task that is asynchronous holds
 * up the next without holding a thread. Nothing runs until the queue is opened.
 */
final class EventQueue {

	private static final long QUICK_NANOS = 100_000;

	/** Stops reading when too many tasks wait, until half have gone. */
	private final EventConnection connection;

	private @Nullable ArrayDeque<SocketTask> tasks;

	/** Set while a task runs, and until the queue was opened. */
	private boolean running = true;

	private boolean reportedFull;

	/** Whether the last task on a worker was done in no time. */
	private boolean quick;

	EventQueue(EventConnection connection) {
		this.connection = connection;
	}

	private int max() {
		return this.connection.maxPendingEvents();
	}

	/**
	 * Adds a task.
	 * @param task the task
	 * @param onEventLoop whether the calling thread is the event loop; the task then runs
	 * at once if it belongs there and nothing is before it
	 */
	void add(SocketTask task, boolean onEventLoop) {
		boolean tooMany;
		synchronized (this) {
			if (!this.running) {
				this.running = true;
				tooMany = false;
			}
			else {
				if (this.tasks == null) {
					this.tasks = new ArrayDeque<>(8);
				}
				this.tasks.add(task);
				tooMany = this.tasks.size() > max() && !this.reportedFull;
				if (!tooMany) {
					return;
				}
				this.reportedFull = true;
			}
		}
		if (tooMany) {
			this.connection.suspendReading(true);
		}
		else {
			start(task, onEventLoop);
		}
	}

	/**
	 * Lets tasks run; those added before have waited.
	 * @param first runs before them
	 */
	void open(List<SocketTask> first) {
		addFirst(first);
		SocketTask task = next();
		if (task != null) {
			dispatch(task);
		}
	}

	/**
	 * Adds tasks before all that wait. For the task that runs: it goes on with them.
	 * @param next the tasks, in order
	 */
	synchronized void addFirst(List<SocketTask> next) {
		if (next.isEmpty()) {
			return;
		}
		if (this.tasks == null) {
			this.tasks = new ArrayDeque<>(8);
		}
		for (int i = next.size() - 1; i >= 0; i--) {
			this.tasks.addFirst(next.get(i));
		}
	}

	private void start(SocketTask task, boolean onEventLoop) {
		if (task.runsOnEventLoop() && onEventLoop) {
			run(task, true);
		}
		else if (onEventLoop) {
			this.connection.workers().startLater(new Work(this, task), this.connection.eventLoop());
		}
		else {
			dispatch(task);
		}
	}

	private void dispatch(SocketTask first) {
		SocketTask task = first;
		while (task != null) {
			try {
				submit(task);
				return;
			}
			catch (RejectedExecutionException ex) {
				task = afterRejected(task, ex);
			}
		}
	}

	private void submit(SocketTask task) {
		if (task.runsOnEventLoop()) {
			this.connection.eventLoop().execute(() -> run(task, true));
		}
		else {
			this.connection.workers().execute(new Work(this, task));
		}
	}

	/**
	 * Shutting down, or too busy: the task is lost, but those behind it get their turn.
	 * @return the next of them, unless it has to wait
	 */
	private @Nullable SocketTask afterRejected(SocketTask task, RejectedExecutionException exception) {
		Publisher<?> handling = task.failed(exception);
		return (handling == null || new Completion(task, true).await(handling)) ? next() : null;
	}

	private void run(SocketTask first, boolean onEventLoop) {
		SocketTask task = first;
		while (task != null) {
			if (task.runsOnEventLoop() != onEventLoop) {
				dispatch(task);
				return;
			}
			if (!completes(task)) {
				return;
			}
			task = next();
		}
	}

	/**
	 * Runs tasks on a worker. While more of them wait, and none has taken long, what they
	 * send leaves together.
	 */
	private void work(SocketTask first) {
		WakeUps wakeUps = null;
		SocketTask task = first;
		try {
			while (task != null) {
				if (task.runsOnEventLoop()) {
					dispatch(task);
					return;
				}
				boolean together = this.quick && hasMore();
				if (together && wakeUps == null) {
					wakeUps = new WakeUps(this.connection.timers());
					wakeUps.begin();
				}
				else if (!together && wakeUps != null) {
					wakeUps.end();
					wakeUps = null;
				}
				long started = System.nanoTime();
				if (!completes(task)) {
					return;
				}
				this.quick = System.nanoTime() - started < QUICK_NANOS;
				task = next();
			}
		}
		finally {
			if (wakeUps != null) {
				wakeUps.end();
			}
		}
	}

	private synchronized boolean hasMore() {
		return this.tasks != null && !this.tasks.isEmpty();
	}

	/**
	 * Runs a task.
	 * @return {@code false} if it will complete later, and then goes on by itself
	 */
	private boolean completes(SocketTask task) {
		Publisher<?> result;
		boolean failed = false;
		try {
			result = task.run();
		}
		catch (Throwable ex) {
			failed = true;
			result = task.failed(ex);
		}
		return result == null || new Completion(task, failed).await(result);
	}

	private @Nullable SocketTask next() {
		SocketTask next;
		boolean drained;
		synchronized (this) {
			next = (this.tasks != null) ? this.tasks.poll() : null;
			this.running = next != null;
			drained = this.reportedFull && this.tasks != null && this.tasks.size() <= max() / 2;
			this.reportedFull &= !drained;
		}
		if (drained) {
			this.connection.suspendReading(false);
		}
		return next;
	}

	/**
	 * What one worker does at a stretch.
	 *
	 * @param queue whose tasks it runs
	 * @param first the first of them
	 */
	record Work(EventQueue queue, SocketTask first) implements Runnable {

		@Override
		public void run() {
			this.queue.work(this.first);
		}

		/** No worker takes this. */
		void rejected(RejectedExecutionException exception) {
			SocketTask next = this.queue.afterRejected(this.first, exception);
			if (next != null) {
				this.queue.dispatch(next);
			}
		}

	}

	/**
	 * Waits for a task's publisher. Two parties arrive here, the thread that subscribed
	 * and the end of the publisher; the later one goes on with the next task.
	 */
	private final class Completion extends AtomicInteger implements CoreSubscriber<Object> {

		private final transient SocketTask task;

		private boolean failed;

		Completion(SocketTask task, boolean failed) {
			this.task = task;
			this.failed = failed;
		}

		boolean await(Publisher<?> publisher) {
			try {
				publisher.subscribe(this);
			}
			catch (Throwable ex) {
				// A publisher must not throw; one that does must not hold up the socket.
				onError(ex);
			}
			return incrementAndGet() == 2;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(Object value) {
			// Only the end counts.
		}

		@Override
		public void onError(Throwable exception) {
			Publisher<?> handling = this.failed ? null : this.task.failed(exception);
			this.failed = true;
			if (handling != null) {
				handling.subscribe(this);
				return;
			}
			onComplete();
		}

		@Override
		public void onComplete() {
			if (incrementAndGet() == 2) {
				SocketTask next = next();
				if (next != null) {
					dispatch(next);
				}
			}
		}

	}

}
