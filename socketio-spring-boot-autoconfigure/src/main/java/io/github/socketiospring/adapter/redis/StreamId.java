package io.github.socketiospring.adapter.redis;

/**
 * The ids of a stream's entries as numbers, in the same order. Stateless.
 */
final class StreamId {

	/** What is no id. */
	static final long INVALID = -1;

	/** A million entries in one millisecond, and three thousand years. */
	private static final int SEQUENCE_BITS = 20;

	private static final int MAX_DIGITS = 14;

	private StreamId() {
	}

	/**
	 * Returns the number of an id.
	 * @param id the id, which may come from a client
	 * @return the number, or {@link #INVALID}
	 */
	static long number(String id) {
		int dash = id.indexOf('-');
		if (dash < 1 || dash > MAX_DIGITS || id.length() - dash - 1 > MAX_DIGITS) {
			return INVALID;
		}
		long time = digits(id, 0, dash);
		long sequence = digits(id, dash + 1, id.length());
		boolean fits = time >= 0 && time < 1L << (Long.SIZE - 1 - SEQUENCE_BITS) && sequence >= 0
				&& sequence < 1L << SEQUENCE_BITS;
		return fits ? time << SEQUENCE_BITS | sequence : INVALID;
	}

	private static long digits(String text, int start, int end) {
		long number = (start < end) ? 0 : INVALID;
		for (int i = start; i < end; i++) {
			char digit = text.charAt(i);
			if (digit < '0' || digit > '9') {
				return INVALID;
			}
			number = number * 10 + digit - '0';
		}
		return number;
	}

	/** Returns the number of an id that may be unknown. */
	static long numberOrZero(String id) {
		return Math.max(0, number(id));
	}

}
