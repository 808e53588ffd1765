package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Where handlers run that may block. Threads are added only when none is idle, and tasks
 * wait only when no more may be added: Boot's own pool keeps eight threads and an endless
 * queue, so eight slow handlers would hold up every other socket. There is at most one
 * task per socket, which bounds the queue.
 */
public final class HandlerExecutor implements Executor, AutoCloseable {

	private static final String THREAD_NAME_PREFIX = "socketio-handler-";

	private static final int IDLE_SECONDS = 60;

	private final Executor executor;

	private final Duration shutdownTimeout;

	private HandlerExecutor(Executor executor, Duration shutdownTimeout) {
		this.executor = executor;
		this.shutdownTimeout = shutdownTimeout;
	}

	/**
	 * Creates an executor of virtual threads.
	 * @return a new executor
	 */
	static HandlerExecutor ofVirtualThreads() {
		return new HandlerExecutor(new VirtualThreadTaskExecutor(THREAD_NAME_PREFIX), Duration.ZERO);
	}

	/**
	 * Creates a pool of threads.
	 * @param maxThreads the most threads
	 * @param shutdownTimeout how long to wait for running handlers at the end
	 * @return a new executor
	 */
	static HandlerExecutor ofThreads(int maxThreads, Duration shutdownTimeout) {
		ThreadFactory threads = new CustomizableThreadFactory(THREAD_NAME_PREFIX);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(Math.min(2, maxThreads), maxThreads, IDLE_SECONDS,
				TimeUnit.SECONDS, new IdleThreadsQueue(), threads, HandlerExecutor::enqueue);
		pool.allowCoreThreadTimeOut(true);
		return new HandlerExecutor(pool, shutdownTimeout);
	}

	private static void enqueue(Runnable task, ThreadPoolExecutor pool) {
		if (pool.isShutdown()) {
			throw new RejectedExecutionException("shutting down");
		}
		((IdleThreadsQueue) pool.getQueue()).put(task);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	@Override
	public void close() throws InterruptedException {
		if (this.executor instanceof ExecutorService pool) {
			pool.shutdown();
			if (!pool.awaitTermination(this.shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
				pool.shutdownNow();
			}
		}
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
