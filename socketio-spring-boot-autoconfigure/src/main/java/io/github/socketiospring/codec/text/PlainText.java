package io.github.socketiospring.codec.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at text eight bytes at a time. Most text that travels is ASCII, and most JSON
 * strings have nothing in them that must be escaped; both can then be copied as they are.
 * Stateless, so safe for use by any thread.
 */
public final class PlainText {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	/** Exchanging quote and space moves the quote to the control characters. */
	private static final long QUOTES_OR_SPACES = ('"' ^ ' ') * ONES;

	private static final long BEHIND_SPACES = (' ' + 1) * ONES;

	private static final long QUESTION_MARKS = '?' * ONES;

	private static final long BACKSLASHES = '\\' * ONES;

	private PlainText() {
	}

	/**
	 * Tells whether bytes are UTF-8 as RFC 3629 has it: without surrogates, overlong
	 * forms, and code points above U+10FFFF.
	 * @param data holds the bytes
	 * @param offset where they begin
	 * @param length how many there are
	 * @return {@code true} if they are valid
	 */
	public static boolean isUtf8(byte[] data, int offset, int length) {
		int end = offset + length;
		int i = endOfAscii(data, offset, end);
		while (i < end) {
			int sequence = sequenceLength(data, i, end);
			if (sequence == 0) {
				return false;
			}
			i = endOfAscii(data, i + sequence, end);
		}
		return true;
	}

	private static int endOfAscii(byte[] data, int start, int end) {
		int i = start;
		while (i <= end - Long.BYTES && ((long) LONG.get(data, i) & HIGH_BITS) == 0) {
			i += Long.BYTES;
		}
		while (i < end && data[i] >= 0) {
			i++;
		}
		return i;
	}

	/** RFC 3629, 4; 0 if it is none. */
	private static int sequenceLength(byte[] data, int i, int end) {
		int first = data[i] & 0xFF;
		if (first >= 0xC2 && first <= 0xDF) {
			return (end - i >= 2 && isTail(data[i + 1])) ? 2 : 0;
		}
		if (first >= 0xE0 && first <= 0xEF) {
			int lowest = (first == 0xE0) ? 0xA0 : 0x80;
			int highest = (first == 0xED) ? 0x9F : 0xBF;
			return (end - i >= 3 && isBetween(data[i + 1], lowest, highest) && isTail(data[i + 2])) ? 3 : 0;
		}
		if (first >= 0xF0 && first <= 0xF4) {
			int lowest = (first == 0xF0) ? 0x90 : 0x80;
			int highest = (first == 0xF4) ? 0x8F : 0xBF;
			return (end - i >= 4 && isBetween(data[i + 1], lowest, highest) && isTail(data[i + 2])
					&& isTail(data[i + 3])) ? 4 : 0;
		}
		return 0;
	}

	private static boolean isTail(byte b) {
		return (b & 0xC0) == 0x80;
	}

	private static boolean isBetween(byte b, int lowest, int highest) {
		int value = b & 0xFF;
		return value >= lowest && value <= highest;
	}

	/**
	 * Finds the first byte that cannot stand in a JSON string as it is, or is not ASCII.
	 * @param data holds the bytes
	 * @param start where to begin
	 * @param end where to stop
	 * @return the position of a quote, a backslash, a control character or a byte beyond
	 * ASCII; {@code end} if there is none
	 */
	public static int endOfPlain(byte[] data, int start, int end) {
		int i = start;
		while (i <= end - Long.BYTES) {
			long special = special((long) LONG.get(data, i));
			if (special != 0) {
				return i + Long.numberOfTrailingZeros(special) / Byte.SIZE;
			}
			i += Long.BYTES;
		}
		while (i < end && isPlain(data[i])) {
			i++;
		}
		return i;
	}

	/**
	 * Tells whether text can stand in a JSON string as it is, and is ASCII.
	 * @param text the text
	 * @param latin1 the text in ISO-8859-1, where question marks stand for whatever that
	 * does not have
	 * @return {@code true} if the bytes are the text in UTF-8, with nothing to be escaped
	 */
	public static boolean isPlain(String text, byte[] latin1) {
		int end = latin1.length;
		int i = 0;
		while (i <= end - Long.BYTES) {
			long bytes = (long) LONG.get(latin1, i);
			long found = special(bytes) | (((bytes ^ QUESTION_MARKS) - ONES) & HIGH_BITS);
			if (found == 0) {
				i += Long.BYTES;
				continue;
			}
			i += Long.numberOfTrailingZeros(found) / Byte.SIZE;
			if (!isQuestionMark(text, latin1, i)) {
				return false;
			}
			i++;
		}
		while (i < end && (isPlain(latin1[i]) && latin1[i] != '?' || isQuestionMark(text, latin1, i))) {
			i++;
		}
		return i == end;
	}

	private static boolean isQuestionMark(String text, byte[] latin1, int i) {
		return latin1[i] == '?' && text.charAt(i) == '?';
	}

	private static boolean isPlain(byte b) {
		return b >= ' ' && b != '"' && b != '\\';
	}

	/**
	 * The high bits of the special bytes among eight. A borrow marks bytes that are none,
	 * but only behind one that is.
	 */
	private static long special(long bytes) {
		return (bytes | ((bytes ^ QUOTES_OR_SPACES) - BEHIND_SPACES) | ((bytes ^ BACKSLASHES) - ONES)) & HIGH_BITS;
	}

}
