package io.github.socketiospring.server.event;

import java.util.concurrent.RejectedExecutionException;

/**
 * What a worker does at a stretch. It is either run or rejected, once.
 */
public interface WorkerTask {

	/**
	 * Runs, on a thread that may be blocked.
	 */
	void run();

	/**
	 * No worker takes this, though it seemed so first.
	 * @param reason why
	 */
	void rejected(RejectedExecutionException reason);

}
