package io.github.socketiospring.adapter.redis;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs tasks one after the other, on a thread that adds one. Safe for use by any thread.
 */
final class SerialTasks {

	private static final Log logger = LogFactory.getLog(SerialTasks.class);

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Runs a task, now unless another one is running.
	 */
	void run(Runnable task) {
		this.tasks.add(task);
		if (this.count.getAndIncrement() == 0) {
			do {
				Runnable next = this.tasks.poll();
				if (next != null) {
					runSafely(next);
				}
			}
			while (this.count.decrementAndGet() > 0);
		}
	}

	private static void runSafely(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | StackOverflowError ex) {
			logger.error("A message of the cluster has failed", ex);
		}
	}

}
