package io.github.socketiospring.server.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs handlers that may block, on threads of any executor.
 * <p>
 * To wake up a thread costs more than a quick handler does. So sockets whose events have
 * arrived stand in one queue, and a thread goes on with the next of them until none is
 * left. Before it runs a handler it calls another thread if more of them wait, unless one
 * is on its way already: whoever comes takes the next socket and calls another in turn.
 * So a handler that blocks holds up nobody, without anyone watching it, and while
 * handlers are quick there is hardly more than one call for each batch. There is at most
 * one entry per socket in the queue, and one per job, of which a socket has only so many:
 * that bounds it. Safe for use by any thread; nothing here blocks but {@link #awaitIdle},
 * {@link #awaitLast} and {@link #close}.
 */
public final class Workers implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Workers.class);

	private final Executor executor;

	private final int maxThreads;

	private final Duration closeTimeout;

	private final ThreadLocal<Arrivals> arrivals = ThreadLocal.withInitial(Arrivals::new);

	private final Queue<WorkerTask> waiting = new ArrayDeque<>();

	/** Those that have come and not gone. */
	private final Set<Call> running = new HashSet<>();

	/** How many threads run handlers or are called. */
	private int threads;

	/** Whether a thread is called and has not come yet. */
	private boolean called;

	/** How many event loops have arrivals that are not handed over yet. */
	private int arriving;

	/** Whether handlers have had the time that they get at the end. */
	private boolean timeIsUp;

	private boolean closed;

	/** Whether what has been closed is not waited for any more. */
	private boolean abandoned;

	/** How many tasks of sockets, and jobs, have been dropped because this is closed. */
	private int dropped;

	/** Whether the log has that number. */
	private boolean told;

	/**
	 * Creates workers.
	 * @param executor the threads, which stay the caller's to close
	 * @param maxThreads how many of them run handlers at a time, at most
	 * @param closeTimeout how long handlers are waited for when the application ends
	 */
	public Workers(Executor executor, int maxThreads, Duration closeTimeout) {
		this.executor = executor;
		this.maxThreads = maxThreads;
		this.closeTimeout = closeTimeout;
	}

	/**
	 * Runs a task after those that wait already.
	 * @param task the task
	 * @throws RejectedExecutionException if it will not run, for whatever reason; one
	 * that cannot be run later is told so itself
	 */
	public void execute(WorkerTask task) {
		Lost lost = add(List.of(task));
		if (lost != null) {
			boolean own = lost.tasks().removeIf((other) -> other == task);
			lost.reject();
			if (own) {
				throw lost.reason();
			}
		}
	}

	/**
	 * Runs a task when the calling thread has read what has arrived, handed over together
	 * with all that came in this way.
	 * @param task the task
	 * @param eventLoop mostly the calling thread; another one if the client sends and
	 * receives on different connections
	 */
	void executeLater(WorkerTask task, Executor eventLoop) {
		this.arrivals.get().add(task, this, eventLoop);
	}

	/** Counts the event loops that have arrivals which they have not handed over. */
	synchronized void arrives(int change) {
		this.arriving += change;
		notifyIfIdle();
	}

	void executeAll(List<WorkerTask> tasks) {
		Lost lost = add(tasks);
		if (lost != null) {
			lost.reject();
		}
	}

	private @Nullable Lost add(List<WorkerTask> tasks) {
		boolean calls;
		synchronized (this) {
			if (this.closed) {
				return new Lost(new ArrayList<>(tasks), new RejectedExecutionException("shutting down"));
			}
			this.waiting.addAll(tasks);
			calls = callsThread();
		}
		return calls ? callThread(null) : null;
	}

	private boolean callsThread() {
		if (this.called || this.waiting.isEmpty() || this.threads >= this.maxThreads) {
			return false;
		}
		this.called = true;
		this.threads++;
		return true;
	}

	/**
	 * Calls a thread. Not for holders of the lock, which that thread needs at once.
	 * @param worker the calling thread if it is a worker
	 */
	private @Nullable Lost callThread(@Nullable Thread worker) {
		Call call = new Call(worker);
		try {
			this.executor.execute(call);
			call.worker = null;
			return null;
		}
		catch (Throwable ex) {
			// Such as the lack of threads, which must not hold up sockets for ever.
			List<WorkerTask> lost = comesNot();
			return lost.isEmpty() ? null : new Lost(lost, (ex instanceof RejectedExecutionException rejection)
					? rejection : new RejectedExecutionException("no thread for a handler", ex));
		}
	}

	/** While other threads are there, they see to what waits. */
	private synchronized List<WorkerTask> comesNot() {
		this.called = false;
		goes();
		return (this.threads == 0) ? forgetWaiting() : List.of();
	}

	private List<WorkerTask> forgetWaiting() {
		List<WorkerTask> lost = new ArrayList<>(this.waiting);
		this.waiting.clear();
		return lost;
	}

	private void goes() {
		this.threads--;
		notifyIfIdle();
	}

	private void notifyIfIdle() {
		if (isIdle()) {
			notifyAll();
		}
	}

	private boolean isIdle() {
		return this.threads == 0 && this.arriving == 0;
	}

	private void drain(Call call) {
		WorkerTask task = next(call, true);
		while (task != null) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.error("A handler's failure was not dealt with", ex);
			}
			task = next(call, false);
		}
	}

	private @Nullable WorkerTask next(Call call, boolean comes) {
		WorkerTask next;
		boolean calls;
		synchronized (this) {
			if (comes) {
				this.called = false;
				this.running.add(call);
			}
			next = this.waiting.poll();
			call.task = next;
			if (next == null) {
				this.running.remove(call);
				goes();
			}
			calls = callsThread();
		}
		// An interrupt that was meant for the last handler is not meant for the next.
		Thread.interrupted();
		if (calls) {
			callThread(Thread.currentThread());
		}
		return next;
	}

	/**
	 * Tells a socket that has had its time whether it has to wait for its next turn.
	 */
	synchronized boolean isTurnOver() {
		// While this closes, the socket would get no further turn.
		return this.abandoned || !this.closed && !this.waiting.isEmpty();
	}

	/**
	 * Tells whether no task is accepted any more.
	 */
	synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Counts what is lost because this is closed.
	 * @param tasks how many tasks anyone misses
	 */
	void dropped(int tasks) {
		boolean late;
		synchronized (this) {
			this.dropped += tasks;
			late = this.told;
		}
		if (late && tasks > 0 && logger.isDebugEnabled()) {
			logger.debug("More events and jobs dropped: " + tasks);
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
		while (!isIdle()) {
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (millis <= 0) {
				return false;
			}
			wait(millis);
		}
		return true;
	}

	/**
	 * Waits like {@link #awaitIdle} when the application ends, with the time-out of these
	 * workers. If handlers still run after that, {@link #close} does not wait again.
	 * @return whether no handler runs or waits for a thread
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public synchronized boolean awaitLast() throws InterruptedException {
		this.timeIsUp = true;
		boolean idle = awaitIdle(this.closeTimeout);
		this.timeIsUp = !idle;
		return idle;
	}

	/**
	 * Accepts no more events and waits for the handlers of those there are, unless
	 * {@link #awaitLast} has done so in vain. When the time is up, or the calling thread
	 * is interrupted, those that wait for a thread, or for a handler of their socket, are
	 * dropped, which the log says once; those that run are left to the executor.
	 */
	@Override
	public void close() {
		List<WorkerTask> lost;
		List<WorkerTask> left = new ArrayList<>();
		synchronized (this) {
			this.closed = true;
			try {
				if (!this.timeIsUp) {
					awaitIdle(this.closeTimeout);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.abandoned = true;
			lost = forgetWaiting();
			for (Call call : this.running) {
				if (call.task != null) {
					left.add(call.task);
				}
			}
		}
		new Lost(lost, new RejectedExecutionException("shutting down")).reject();
		left.forEach(WorkerTask::abandoned);
		tellDropped();
	}

	private void tellDropped() {
		int number;
		synchronized (this) {
			number = this.told ? 0 : this.dropped;
			this.told = true;
		}
		if (number > 0) {
			logger.warn("Events and jobs dropped at the end of the application, because handlers before them have not "
					+ "ended in time (socketio.handlers.shutdown-timeout): " + number);
		}
	}

	/**
	 * What a called thread does.
	 */
	private final class Call implements Runnable {

		/** The worker that calls, as long as it does. */
		private @Nullable Thread worker;

		/** What runs, guarded by the lock of the workers. */
		private @Nullable WorkerTask task;

		Call(@Nullable Thread worker) {
			this.worker = worker;
		}

		@Override
		public void run() {
			if (this.worker == Thread.currentThread()) {
				// The executor has no other thread, and this one goes on anyway.
				comesNot();
			}
			else {
				drain(this);
			}
		}

	}

	/**
	 * Tasks that no thread takes.
	 *
	 * @param tasks the tasks
	 * @param reason why
	 */
	private record Lost(List<WorkerTask> tasks, RejectedExecutionException reason) {

		void reject() {
			this.tasks.forEach((task) -> task.rejected(this.reason));
		}

	}

}
