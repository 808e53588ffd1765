package io.github.socketiospring.server.event;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An executor that wakes up threads for several tasks at once. Called by any thread,
 * event loops among them, so it must not block; promises no order among tasks.
 */
interface BatchExecutor extends Executor {

	/**
	 * Executes tasks, each on a thread of its own or one after the other.
	 * @param tasks the tasks, which do not depend on each other
	 * @throws RejectedExecutionException if none of them can be accepted
	 */
	void executeAll(List<? extends Runnable> tasks);

}
