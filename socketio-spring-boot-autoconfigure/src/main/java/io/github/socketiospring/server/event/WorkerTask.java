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

	/**
	 * The workers are closed while this runs: what it would have gone on with is dropped.
	 */
	default void abandoned() {
	}

}
