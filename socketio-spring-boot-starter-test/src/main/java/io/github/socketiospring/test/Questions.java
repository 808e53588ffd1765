package io.github.socketiospring.test;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.github.socketiospring.Arguments;

/**
 * The events of one client that the server has not answered yet, by their ids. Safe for
 * use by any thread.
 */
final class Questions {

	private final AtomicLong ids = new AtomicLong();

	private final Map<Long, CompletableFuture<Arguments>> open = new ConcurrentHashMap<>();

	/**
	 * Asks something.
	 * @param sender sends the event with the id that it is given
	 * @return the answer; forgotten when it is there, or not waited for any more
	 */
	CompletableFuture<Arguments> ask(LongConsumer sender) {
		long id = this.ids.incrementAndGet();
		CompletableFuture<Arguments> question = new CompletableFuture<>();
		this.open.put(id, question);
		question.whenComplete((answer, ex) -> this.open.remove(id));
		try {
			sender.accept(id);
		}
		catch (RuntimeException ex) {
			question.cancel(false);
			throw ex;
		}
		return question;
	}

	/**
	 * An answer has come.
	 */
	void answered(long id, Arguments answer) {
		CompletableFuture<Arguments> question = this.open.get(id);
		if (question != null) {
			question.complete(answer);
		}
	}

	/**
	 * No more answers come.
	 * @param failure makes what to fail with
	 */
	void failed(Supplier<AssertionError> failure) {
		this.open.values().forEach((question) -> question.completeExceptionally(failure.get()));
	}

}
