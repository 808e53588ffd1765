package io.github.socketiospring.testkit;

/**
 * Runs tasks that may block. The common pool will not do for these: since JDK 25, it has
 * a single thread if there are two processors, and {@code HttpClient} needs that, too.
 */
public final class NewThread {

	private NewThread() {
	}

	/**
	 * Runs a task on a thread of its own.
	 * @param task the task
	 */
	public static void start(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	}

}
