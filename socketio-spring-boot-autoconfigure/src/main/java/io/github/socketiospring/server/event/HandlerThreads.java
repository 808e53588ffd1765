package io.github.socketiospring.server.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Where handlers run that may block, and mostly do not. To wake up a thread costs more
 * than a quick task does. So as long as tasks are quick, no more threads are awake than
 * there are processors, and each goes on with what waits. When tasks take time, each gets
 * a thread at once; when one is held up unexpectedly, another thread takes its place
 * after about two milliseconds. Boot's own pool keeps eight threads and an endless queue,
 * so eight slow handlers would hold up every other socket. There is at most one task per
 * socket, which bounds the queue.
 */
public class HandlerThreads implements BatchExecutor, AutoCloseable {

	/** What the names of the threads begin with. */
	public static final String NAME_PREFIX = "socketio-handler-";

	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/**
	 * What a task adds that is slow; a quick one takes 1 away. One in 16 makes them so.
	 */
	private static final int SLOW_SCORE = 16;

	private static final int MAX_SCORE = 64;

	private final int maxThreads;

	private final int processors;

	private final Duration shutdownTimeout;

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Worker> workers = new ArrayList<>();

	/** The last to fall asleep is the first to be woken up. */
	private final Deque<Worker> asleep = new ArrayDeque<>();

	/** How many workers run a task. Others that are awake are on their way to one. */
	private int busy;

	/** How many of those are not counted on. */
	private int heldUp;

	private int score;

	private int created;

	private @Nullable Thread watcher;

	private boolean watching;

	private boolean closed;

	/**
	 * Creates a pool without threads.
	 * @param maxThreads the most threads
	 * @param processors how many threads are awake while tasks are quick
	 * @param shutdownTimeout how long to wait for running tasks at the end
	 */
	public HandlerThreads(int maxThreads, int processors, Duration shutdownTimeout) {
		this.maxThreads = maxThreads;
		this.shutdownTimeout = shutdownTimeout;
		this.processors = Math.min(processors, maxThreads);
	}

	@Override
	public void execute(Runnable task) {
		executeAll(List.of(task));
	}

	@Override
	public void executeAll(List<? extends Runnable> batch) {
		List<Worker> woken = new ArrayList<>(batch.size());
		synchronized (this) {
			if (this.closed) {
				throw new RejectedExecutionException("shutting down");
			}
			this.tasks.addAll(batch);
			wake(woken);
		}
		woken.forEach(Worker::wakeUp);
	}

	private void wake(List<Worker> woken) {
		while (lacksThreads() && mayWakeMore()) {
			Worker worker = next();
			if (worker == null) {
				break;
			}
			woken.add(worker);
		}
		if (lacksThreads()) {
			watch();
		}
	}

	/** Whether more tasks wait than threads are on their way to them. */
	private boolean lacksThreads() {
		return this.tasks.size() > awake() - this.busy;
	}

	private int awake() {
		return this.workers.size() - this.asleep.size();
	}

	private boolean areQuick() {
		return this.score <= MAX_SCORE / 2;
	}

	private boolean mayWakeMore() {
		return !areQuick() || awake() - this.heldUp < this.processors;
	}

	private boolean isTooMany() {
		return !this.closed && areQuick() && awake() - this.heldUp > this.processors;
	}

	private @Nullable Worker next() {
		Worker worker = this.asleep.pollFirst();
		if (worker == null && this.workers.size() < this.maxThreads) {
			worker = new Worker(NAME_PREFIX + ++this.created);
			this.workers.add(worker);
		}
		return worker;
	}

	private void count(boolean slow) {
		this.score = slow ? Math.min(this.score + SLOW_SCORE, MAX_SCORE) : Math.max(this.score - 1, 0);
	}

	/** Sees to it that tasks do not wait for a thread that is held up. */
	private void watch() {
		if (this.watcher == null) {
			Thread thread = new Thread(null, this::watchWorkers, NAME_PREFIX + "watch", 0, false);
			thread.setDaemon(true);
			this.watcher = starts(thread) ? thread : null;
		}
		if (!this.watching) {
			this.watching = true;
			notifyAll();
		}
	}

	/** Whether a new thread can be started: the system may have no more. */
	private boolean starts(Thread thread) {
		try {
			start(thread);
			return true;
		}
		catch (OutOfMemoryError ex) {
			// The JVM has logged it. Whoever is there goes on, and the watcher tries
			// again.
			return false;
		}
	}

	/** For tests, too, which let it fail. */
	void start(Thread thread) {
		thread.start();
	}

	private void watchWorkers() {
		List<Worker> woken = new ArrayList<>();
		while (awaitWaitingTasks()) {
			LockSupport.parkNanos(this, WATCH_NANOS);
			// Nobody has a reason to interrupt this thread; it must not spin if one does.
			Thread.interrupted();
			findHeldUp(woken);
			woken.forEach(Worker::wakeUp);
			woken.clear();
		}
	}

	private synchronized boolean awaitWaitingTasks() {
		while (this.tasks.isEmpty() && !(this.closed && this.workers.isEmpty())) {
			this.watching = false;
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// Not meant for this thread, without which tasks could wait for ever.
			}
		}
		return !this.tasks.isEmpty();
	}

	private synchronized void findHeldUp(List<Worker> woken) {
		for (Worker worker : this.workers) {
			if (worker.isHeldUp()) {
				this.heldUp++;
				count(true);
			}
		}
		wake(woken);
	}

	/**
	 * Accepts no more tasks and waits for those there are. When the time is up, or the
	 * calling thread is interrupted, those that wait are forgotten and those that run are
	 * interrupted; then they are not waited for.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.asleep.forEach(Worker::wakeUp);
		this.asleep.clear();
		notifyAll();
		try {
			if (!awaitEnd()) {
				abandon();
			}
		}
		catch (InterruptedException ex) {
			abandon();
			Thread.currentThread().interrupt();
		}
	}

	private void abandon() {
		this.tasks.clear();
		this.workers.forEach(Thread::interrupt);
	}

	private synchronized boolean awaitEnd() throws InterruptedException {
		long deadline = System.nanoTime() + this.shutdownTimeout.toNanos();
		while (!this.workers.isEmpty()) {
			long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (left <= 0) {
				return false;
			}
			wait(left);
		}
		return true;
	}

	private final class Worker extends Thread {

		private boolean busy;

		private boolean heldUp;

		private long begun;

		private long lastSeen;

		private volatile boolean awake;

		Worker(String name) {
			// Nothing is inherited from the thread that happens to need it first.
			super(null, null, name, 0, false);
			setContextClassLoader(HandlerThreads.this.classLoader);
			setDaemon(false);
		}

		/** Starts the thread the first time. */
		void wakeUp() {
			this.awake = true;
			if (getState() != State.NEW) {
				LockSupport.unpark(this);
			}
			else if (!starts(this)) {
				isMissing();
			}
		}

		private void isMissing() {
			synchronized (HandlerThreads.this) {
				HandlerThreads.this.workers.remove(this);
				HandlerThreads.this.notifyAll();
				if (lacksThreads()) {
					watch();
				}
			}
		}

		@Override
		public void run() {
			while (staysAwake()) {
				Runnable task = begin();
				while (task != null) {
					long start = System.nanoTime();
					run(task);
					end(System.nanoTime() - start > QUICK_NANOS);
					task = begin();
				}
			}
		}

		private void run(Runnable task) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				report(ex);
			}
		}

		private void report(Throwable failure) {
			try {
				getUncaughtExceptionHandler().uncaughtException(this, failure);
			}
			catch (Throwable ex) {
				// "Any exception thrown by this method will be ignored."
			}
		}

		private @Nullable Runnable begin() {
			synchronized (HandlerThreads.this) {
				// What was meant for the last task is not meant for the next.
				interrupted();
				Runnable task = isTooMany() ? null : HandlerThreads.this.tasks.poll();
				if (task != null) {
					this.busy = true;
					this.begun++;
					HandlerThreads.this.busy++;
				}
				else if (!HandlerThreads.this.closed) {
					this.awake = false;
					HandlerThreads.this.asleep.addFirst(this);
					if (lacksThreads()) {
						watch();
					}
				}
				return task;
			}
		}

		private void end(boolean slow) {
			synchronized (HandlerThreads.this) {
				this.busy = false;
				HandlerThreads.this.busy--;
				if (this.heldUp) {
					// Counted as slow when that was seen.
					this.heldUp = false;
					HandlerThreads.this.heldUp--;
				}
				else {
					count(slow);
				}
			}
		}

		/** Whether it has been at the same task since it was last looked at. */
		boolean isHeldUp() {
			boolean same = this.busy && !this.heldUp && this.begun == this.lastSeen;
			this.lastSeen = this.begun;
			this.heldUp |= same;
			return same;
		}

		private boolean staysAwake() {
			while (!this.awake) {
				// An interrupt that came too late for a task must not keep it from
				// sleeping.
				interrupted();
				long before = System.nanoTime();
				LockSupport.parkNanos(HandlerThreads.this, IDLE_NANOS);
				if (System.nanoTime() - before >= IDLE_NANOS && leaves()) {
					return false;
				}
			}
			return !isOver();
		}

		private boolean leaves() {
			synchronized (HandlerThreads.this) {
				return HandlerThreads.this.asleep.remove(this) && HandlerThreads.this.workers.remove(this);
			}
		}

		private boolean isOver() {
			synchronized (HandlerThreads.this) {
				boolean over = HandlerThreads.this.closed && HandlerThreads.this.tasks.isEmpty();
				if (over) {
					HandlerThreads.this.workers.remove(this);
					HandlerThreads.this.notifyAll();
				}
				return over;
			}
		}

	}

}
