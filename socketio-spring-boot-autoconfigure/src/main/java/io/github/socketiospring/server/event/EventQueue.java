package io.github.socketiospring.server.event;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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

	private final EventConnection connection;

	private @Nullable ArrayDeque<SocketTask> tasks;

	/** Set while a task runs, and until the queue was opened. */
	private boolean running = true;

	/** Whether too many tasks wait; until half of them have gone, nothing is read. */
	private boolean suspended;

	/**
	 * Whether the last task on a worker was done in no time; for the thread that runs.
	 */
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
				tooMany = this.tasks.size() > max() && !this.suspended;
				if (!tooMany) {
					return;
				}
				this.suspended = true;
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
	 * Drops what waits, in a queue that was never opened.
	 */
	void discard() {
		forgetWaiting(false);
	}

	/**
	 * Drops what waits, for the workers are closed.
	 * @param first a task that has had its turn and finds no thread, or {@code null} if
	 * one runs
	 */
	private void drop(@Nullable SocketTask first) {
		int missed = (first != null && first.drop()) ? 1 : 0;
		for (SocketTask task : forgetWaiting(first != null)) {
			missed += task.drop() ? 1 : 0;
		}
		this.connection.workers().dropped(missed);
	}

	/**
	 * Forgets what waits.
	 * @param ends whether no task runs from now on
	 */
	private Collection<SocketTask> forgetWaiting(boolean ends) {
		Collection<SocketTask> forgotten;
		boolean suspending;
		synchronized (this) {
			forgotten = (this.tasks != null) ? this.tasks : List.of();
			suspending = this.suspended;
			this.suspended = false;
			this.tasks = null;
			this.running &= !ends;
		}
		if (suspending) {
			this.connection.suspendReading(false);
		}
		return forgotten;
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
		if (!onEventLoop) {
			dispatch(task);
		}
		else if (task.runsOnEventLoop()) {
			runOnEventLoop(task);
		}
		else {
			this.connection.workers().executeLater(new Turn(this, task), this.connection.eventLoop());
		}
	}

	/** Sends a task to where it belongs, and with it those that follow. */
	private void dispatch(SocketTask first) {
		SocketTask task = first;
		while (task != null) {
			try {
				if (task.runsOnEventLoop()) {
					SocketTask accepted = task;
					this.connection.eventLoop().execute(() -> runOnEventLoop(accepted));
				}
				else {
					this.connection.workers().execute(new Turn(this, task));
				}
				return;
			}
			catch (RejectedExecutionException ex) {
				task = afterRejected(task, ex);
			}
		}
	}

	/**
	 * Too busy: the task is lost, but those behind it get their turn. When the workers
	 * are closed, all of them are lost.
	 * @return the next of them, unless it has to wait
	 */
	private @Nullable SocketTask afterRejected(SocketTask task, RejectedExecutionException exception) {
		if (this.connection.workers().isClosed()) {
			drop(task);
			return null;
		}
		Publisher<?> handling = task.rejected(exception);
		return (handling == null || new Completion(task, true).await(handling)) ? next() : null;
	}

	private void runOnEventLoop(SocketTask first) {
		SocketTask task = first;
		while (task != null && task.runsOnEventLoop()) {
			task = completes(task) ? next() : null;
		}
		if (task != null) {
			dispatch(task);
		}
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
			drained = this.suspended && this.tasks != null && this.tasks.size() <= max() / 2;
			this.suspended &= !drained;
		}
		if (drained) {
			this.connection.suspendReading(false);
		}
		return next;
	}

	/** How many tasks wait for their turn, not counting the one that runs. */
	synchronized int size() {
		return (this.tasks != null) ? this.tasks.size() : 0;
	}

	private synchronized boolean hasMore() {
		return this.tasks != null && !this.tasks.isEmpty();
	}

	/**
	 * What a socket does on a worker at a stretch: it runs tasks until none is left, or
	 * until other sockets have waited for long enough.
	 *
	 * @param queue whose tasks it runs
	 * @param first the first of them
	 */
	record Turn(EventQueue queue, SocketTask first) implements WorkerTask {

		/** Then other sockets get a turn if any of them waits for one. */
		private static final int MAX_TASKS = 64;

		/** The same for tasks that are not quick. */
		private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

		/** A task that has taken longer may take long again. */
		private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

		@Override
		public void run() {
			Sending sending = new Sending(this.queue.connection.timers());
			try {
				SocketTask task = run(sending);
				if (task != null) {
					this.queue.dispatch(task);
				}
			}
			finally {
				sending.leave();
			}
		}

		/**
		 * Runs tasks.
		 * @return the next task, which is to run elsewhere or later
		 */
		private @Nullable SocketTask run(Sending sending) {
			long begun = System.nanoTime();
			long last = begun;
			int tasks = 0;
			SocketTask task = this.first;
			while (task != null && !task.runsOnEventLoop()) {
				if (this.queue.quick && this.queue.hasMore()) {
					sending.hold();
				}
				else {
					sending.leave();
				}
				if (!this.queue.completes(task)) {
					return null;
				}
				long now = System.nanoTime();
				this.queue.quick = now - last < QUICK_NANOS;
				last = now;
				task = this.queue.next();
				if (++tasks >= MAX_TASKS || now - begun > MAX_NANOS) {
					if (this.queue.connection.workers().isTurnOver()) {
						return task;
					}
					tasks = 0;
					begun = now;
				}
			}
			return task;
		}

		@Override
		public void rejected(RejectedExecutionException exception) {
			SocketTask next = this.queue.afterRejected(this.first, exception);
			if (next != null) {
				this.queue.dispatch(next);
			}
		}

		@Override
		public void abandoned() {
			this.queue.drop(null);
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
