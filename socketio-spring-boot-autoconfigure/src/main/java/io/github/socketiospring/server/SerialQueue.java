package io.github.socketiospring.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.socketiospring.server.event.WorkerTask;
import io.github.socketiospring.server.event.Workers;

/**
 * Does something with one item after the other, in order, where plain handlers run. Any
 * thread may add items.
 *
 * @param <T> the items
 */
final class SerialQueue<T> implements WorkerTask {

	private final Workers workers;

	private final Consumer<T> action;

	private final BiConsumer<T, RejectedExecutionException> rejection;

	private final Queue<T> items = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	/**
	 * Creates an empty queue.
	 * @param workers the threads
	 * @param action what is done with each item; must not throw
	 * @param rejection what is done with each item that no thread takes
	 */
	SerialQueue(Workers workers, Consumer<T> action, BiConsumer<T, RejectedExecutionException> rejection) {
		this.workers = workers;
		this.action = action;
		this.rejection = rejection;
	}

	/**
	 * Returns how many items wait, or are being dealt with.
	 */
	int size() {
		return this.waiting.get();
	}

	void add(T item) {
		this.items.add(item);
		if (this.waiting.getAndIncrement() == 0) {
			try {
				this.workers.execute(this);
			}
			catch (RejectedExecutionException ex) {
				rejected(ex);
			}
		}
	}

	@Override
	public void run() {
		forEach(this.action);
	}

	/** Shutting down, or too busy: nobody must wait for it. */
	@Override
	public void rejected(RejectedExecutionException reason) {
		forEach((item) -> this.rejection.accept(item, reason));
	}

	private void forEach(Consumer<T> consumer) {
		do {
			T item = this.items.poll();
			if (item != null) {
				consumer.accept(item);
			}
		}
		while (this.waiting.decrementAndGet() > 0);
	}

}
