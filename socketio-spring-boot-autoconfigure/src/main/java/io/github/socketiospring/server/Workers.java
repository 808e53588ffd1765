package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs handlers that may block, and knows when the last of them is done.
 */
final class Workers implements Executor {

	private final Executor executor;

	private int active;

	Workers(Executor executor) {
		this.executor = executor;
	}

	@Override
	public void execute(Runnable task) {
		started();
		boolean accepted = false;
		try {
			this.executor.execute(() -> {
				try {
					task.run();
				}
				finally {
					finished();
				}
			});
			accepted = true;
		}
		finally {
			if (!accepted) {
				finished();
			}
		}
	}

	private synchronized void started() {
		this.active++;
	}

	private synchronized void finished() {
		if (--this.active == 0) {
			notifyAll();
		}
	}

	/**
	 * Waits until no handler runs or waits for a thread.
	 * @param timeout how long to wait at most
	 * @return whether that came to be
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (this.active > 0) {
			long millis = (deadline - System.nanoTime()) / 1_000_000;
			if (millis <= 0) {
				return false;
			}
			wait(millis);
		}
		return true;
	}

}
