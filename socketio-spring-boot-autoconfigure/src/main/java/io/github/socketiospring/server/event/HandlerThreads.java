package io.github.socketiospring.server.event;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads of {@link Workers}: made when they are called for, gone after a minute
 * without work. How many there are is for the workers to decide. They keep the JVM alive,
 * so this must be shut down. Not Boot's own pool, which keeps eight threads and an
 * endless queue: eight slow handlers would hold up every other socket.
 */
public final class HandlerThreads extends ThreadPoolExecutor {

	/** What the names of the threads begin with. */
	public static final String NAME_PREFIX = "socketio-handler-";

	private static final long IDLE_SECONDS = 60;

	/**
	 * Creates a pool without threads.
	 */
	public HandlerThreads() {
		super(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), new Factory());
	}

	/**
	 * Makes threads that inherit nothing from the one that happens to need them first.
	 */
	private static final class Factory implements ThreadFactory {

		private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

		private final AtomicInteger created = new AtomicInteger();

		@Override
		public Thread newThread(Runnable task) {
			Thread thread = new Thread(null, task, NAME_PREFIX + this.created.incrementAndGet(), 0, false);
			thread.setContextClassLoader(this.classLoader);
			thread.setDaemon(false);
			return thread;
		}

	}

}
