package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Where handlers run that may block. Threads are added only when none is idle, and tasks
 * wait only when no more may be added: Boot's own pool keeps eight threads and an endless
 * queue, so eight slow handlers would hold up every other socket. There is at most one
 * task per socket, which bounds the queue.
 */
final class HandlerExecutor implements Executor, AutoCloseable {

	private static final String THREAD_NAME_PREFIX = "socketio-handler-";

	private static final int IDLE_SECONDS = 60;

	private final Executor executor;

	private final Closing closing;

	private HandlerExecutor(Executor executor, Closing closing) {
		this.executor = executor;
		this.closing = closing;
	}

	/**
	 * Creates an executor of virtual threads.
	 * @param shutdownTimeout how long to wait for running handlers at the end
	 * @return a new executor
	 */
	static HandlerExecutor ofVirtualThreads(Duration shutdownTimeout) {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(THREAD_NAME_PREFIX);
		threads.setVirtualThreads(true);
		threads.setTaskTerminationTimeout(shutdownTimeout.toMillis());
		return new HandlerExecutor(threads, threads::close);
	}

	/**
	 * Creates a pool of threads.
	 * @param maxThreads the most threads
	 * @param shutdownTimeout how long to wait for running handlers at the end
	 * @return a new executor
	 */
	static HandlerExecutor ofThreads(int maxThreads, Duration shutdownTimeout) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(Math.min(2, maxThreads), maxThreads, IDLE_SECONDS,
				TimeUnit.SECONDS, new IdleThreadsQueue(), new CustomizableThreadFactory(THREAD_NAME_PREFIX),
				HandlerExecutor::enqueue);
		pool.allowCoreThreadTimeOut(true);
		return new HandlerExecutor(pool, () -> close(pool, shutdownTimeout));
	}

	/**
	 * All threads are busy, or the pool has shut down. Either may change before the task
	 * is in the queue, so that is looked at afterwards.
	 */
	private static void enqueue(Runnable task, ThreadPoolExecutor pool) {
		((IdleThreadsQueue) pool.getQueue()).put(task);
		if (pool.isShutdown() && pool.remove(task)) {
			throw new RejectedExecutionException("shutting down");
		}
		pool.prestartCoreThread();
	}

	private static void close(ThreadPoolExecutor pool, Duration timeout) throws InterruptedException {
		pool.shutdown();
		if (!pool.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
			pool.shutdownNow();
		}
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	/**
	 * Accepts no more tasks and waits for those that run, then interrupts them.
	 */
	@Override
	public void close() {
		try {
			this.closing.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@FunctionalInterface
	private interface Closing {

		void close() throws InterruptedException;

	}

	/**
	 * Takes a task only if an idle thread waits for one, so that the pool grows first.
	 */
	private static final class IdleThreadsQueue extends LinkedTransferQueue<Runnable> {

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

	}

}
