package io.github.socketiospring.adapter;

import org.jspecify.annotations.Nullable;

/**
 * Recent events, numbered without gaps; any of them is found by its number. Not safe for
 * use by more than one thread.
 */
final class EventRing {

	private static final int MIN_CAPACITY = 16;

	private @Nullable Entry[] entries = new @Nullable Entry[MIN_CAPACITY];

	/** The number of the oldest event, or of the next one if there is none. */
	private long first = 1;

	/** The number of the next event. */
	private long next = 1;

	/**
	 * One event.
	 *
	 * @param number its number
	 * @param since when it was emitted, in milliseconds
	 * @param selection whom it is for
	 * @param event what it is
	 * @param size the number of bytes of its arguments
	 */
	record Entry(long number, long since, Selection selection, MissedEvent event, long size) {
	}

	long next() {
		return this.next;
	}

	int size() {
		return (int) (this.next - this.first);
	}

	boolean isEmpty() {
		return this.next == this.first;
	}

	/**
	 * Adds an event that has the next number.
	 */
	void add(Entry entry) {
		if (size() == this.entries.length) {
			resize(this.entries.length * 2);
		}
		this.entries[index(this.next)] = entry;
		this.next++;
	}

	/**
	 * Returns the oldest event, or {@code null} if there is none.
	 */
	@Nullable Entry peek() {
		return isEmpty() ? null : this.entries[index(this.first)];
	}

	/**
	 * Forgets the oldest event.
	 */
	void remove() {
		this.entries[index(this.first)] = null;
		this.first++;
		if (this.entries.length > MIN_CAPACITY && size() < this.entries.length / 4) {
			// What a burst needed is not kept.
			resize(this.entries.length / 2);
		}
	}

	void clear() {
		this.entries = new @Nullable Entry[MIN_CAPACITY];
		this.first = this.next;
	}

	/**
	 * Returns the events from one on, oldest first.
	 * @param number the number of the first; those that are forgotten are left out
	 */
	Entry[] from(long number) {
		long from = Math.max(number, this.first);
		Entry[] copy = new Entry[(int) Math.max(0, this.next - from)];
		for (int i = 0; i < copy.length; i++) {
			Entry entry = this.entries[index(from + i)];
			if (entry == null) {
				throw new IllegalStateException("a gap");
			}
			copy[i] = entry;
		}
		return copy;
	}

	private void resize(int capacity) {
		Entry[] all = from(this.first);
		this.entries = new @Nullable Entry[capacity];
		for (Entry entry : all) {
			this.entries[index(entry.number())] = entry;
		}
	}

	/** The capacity is a power of two. */
	private int index(long number) {
		return (int) number & (this.entries.length - 1);
	}

}
