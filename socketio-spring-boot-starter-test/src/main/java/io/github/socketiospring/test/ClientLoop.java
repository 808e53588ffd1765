package io.github.socketiospring.test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;

/**
 * The event loop of one connection: one thread, which must not block, and which Reactor
 * keeps from doing so. It goes by itself when there is nothing to do, so nobody has to
 * close it, and comes back when there is.
 */
final class ClientLoop implements Executor {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final ThreadPoolExecutor executor;

	private final AtomicLong given = new AtomicLong();

	ClientLoop() {
		String name = "socketio-test-client-" + NUMBERS.incrementAndGet();
		this.executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new Tasks(),
				(task) -> new LoopThread(task, name));
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		this.given.incrementAndGet();
		this.executor.execute(task);
	}

	/**
	 * Does something last, when all is done that there is to do now.
	 * @param task what is done
	 * @return completes when it is done
	 */
	CompletableFuture<Void> last(Runnable task) {
		return CompletableFuture.runAsync(task, this.executor);
	}

	/**
	 * Returns how much there has been to do, without what came {@link #last}.
	 */
	long given() {
		return this.given.get();
	}

	private static final class LoopThread extends Thread implements NonBlocking {

		LoopThread(Runnable task, String name) {
			super(task, name);
			setDaemon(true);
		}

	}

	/**
	 * What a loop waits at; to wait there is not to block it, see
	 * {@link ClientLoopBlockHoundIntegration}.
	 */
	static final class Tasks extends LinkedBlockingQueue<Runnable> {

		@Override
		public boolean offer(Runnable task) {
			return super.offer(task);
		}

		@Override
		public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
			return super.poll(timeout, unit);
		}

	}

}
