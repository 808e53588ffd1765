package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Where handlers run that may block. Threads are added only when none is idle, and tasks
 * wait only when no more may be added: Boot's own pool keeps eight threads and an endless
 * queue, so eight slow handlers would hold up every other socket. There is at most one
 * task per socket, which bounds the queue.
 */
final class HandlerExecutor implements Executor, AutoCloseable {

	private static final String THREAD_NAME_PREFIX = "socketio-handler-";

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
		HandlerThreads threads = new HandlerThreads(maxThreads, Runtime.getRuntime().availableProcessors());
		return new HandlerExecutor(threads, () -> threads.close(shutdownTimeout));
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

}
