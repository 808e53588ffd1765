package io.github.socketiospring.adapter.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What this server has added to the stream and not read there yet, in order: it is done
 * here when it is read. What cannot be added is done all the same, in its turn. Not safe
 * for use by more than one thread.
 */
final class OwnCommands {

	/** More are not kept back, even if the stream is not read any more. */
	private static final int MAX = 100_000;

	private final Deque<Own> waiting = new ArrayDeque<>();

	private long newest;

	/**
	 * Something that waits.
	 */
	static final class Own {

		private final long number;

		private final Consumer<@Nullable String> action;

		private boolean failed;

		private Own(long number, Consumer<@Nullable String> action) {
			this.number = number;
			this.action = action;
		}

		/** Its number in this server's order. */
		long number() {
			return this.number;
		}

	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * Returns what has waited for the longest time, if more waits than may.
	 * @return what is not worth waiting for any longer; {@code null} if there is nothing
	 */
	@Nullable Own overdue() {
		return (this.waiting.size() > MAX) ? this.waiting.peek() : null;
	}

	/**
	 * Adds something.
	 * @param action does it, with the id of its entry or with none
	 */
	Own add(Consumer<@Nullable String> action) {
		Own own = new Own(++this.newest, action);
		this.waiting.add(own);
		return own;
	}

	/**
	 * Something of this server was read: what comes before it in line is not in the
	 * stream.
	 * @param number its number
	 * @param id the id of its entry
	 * @return what is to be done now, in this order
	 */
	List<Runnable> read(long number, String id) {
		List<Runnable> actions = new ArrayList<>(1);
		Own first = this.waiting.peek();
		while (first != null && first.number < number) {
			take(first, actions);
			first = this.waiting.peek();
		}
		if (first != null && first.number == number) {
			this.waiting.remove();
			Consumer<@Nullable String> action = first.action;
			actions.add(() -> action.accept(id));
		}
		takeFailed(actions);
		return actions;
	}

	/**
	 * Whether something was done already, though it is read only now: nothing is read
	 * twice, so whatever does not wait any more was done without being read.
	 */
	boolean isLate(long number) {
		Own first = this.waiting.peek();
		return number <= this.newest && (first == null || number < first.number);
	}

	/**
	 * Something is not in the stream, or it is not worth waiting any longer.
	 * @return what is to be done now, in this order
	 */
	List<Runnable> failed(Own own) {
		own.failed = true;
		List<Runnable> actions = new ArrayList<>(1);
		takeFailed(actions);
		return actions;
	}

	/** Returns the number of what was added last. */
	long newest() {
		return this.newest;
	}

	/**
	 * Everything up to a number is not in the stream, or it is not worth waiting any
	 * longer.
	 * @return what is to be done now, in this order
	 */
	List<Runnable> failedUpTo(long number) {
		for (Own own : this.waiting) {
			if (own.number > number) {
				break;
			}
			own.failed = true;
		}
		List<Runnable> actions = new ArrayList<>();
		takeFailed(actions);
		return actions;
	}

	/** What has waited only for others before it. */
	private void takeFailed(List<Runnable> actions) {
		Own first = this.waiting.peek();
		while (first != null && first.failed) {
			take(first, actions);
			first = this.waiting.peek();
		}
	}

	private void take(Own own, List<Runnable> actions) {
		this.waiting.remove();
		actions.add(() -> own.action.accept(null));
	}

}
