package io.github.socketiospring.codec.msgpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An array that grows, and what MessagePack writes into it.
 */
final class MsgpackBuffer {

	private static final int INITIAL_LENGTH = 512;

	/** What is kept for the next message. */
	private static final int MAX_KEPT = 64 * 1024;

	/** That of a number of 64 bits. */
	private static final int MAX_HEAD = 9;

	private static final int MAX_FIX_STRING = 31;

	private static final char REPLACEMENT = '\uFFFD';

	private byte[] array = new byte[INITIAL_LENGTH];

	private int end;

	byte[] array() {
		return this.array;
	}

	int length() {
		return this.end;
	}

	void reset() {
		this.end = 0;
		if (this.array.length > MAX_KEPT) {
			this.array = new byte[INITIAL_LENGTH];
		}
	}

	void put(int first) {
		ensure(1);
		this.array[this.end++] = (byte) first;
	}

	void putInteger(long number) {
		ensure(MAX_HEAD);
		if (number >= 0) {
			putPositive(number);
		}
		else if (number >= (byte) Format.NEGATIVE_FIX) {
			this.array[this.end++] = (byte) number;
		}
		else if (number >= Byte.MIN_VALUE) {
			this.array[this.end] = (byte) Format.SIGNED_8;
			this.array[this.end + 1] = (byte) number;
			this.end += 2;
		}
		else if (number >= Short.MIN_VALUE) {
			head16(Format.SIGNED_16, (int) number);
		}
		else if (number >= Integer.MIN_VALUE) {
			head32(Format.SIGNED_32, (int) number);
		}
		else {
			head64(Format.SIGNED_64, number);
		}
	}

	private void putPositive(long number) {
		if (number < Format.FIX_MAP) {
			this.array[this.end++] = (byte) number;
		}
		else if (number <= 0xFF) {
			this.array[this.end] = (byte) Format.UNSIGNED_8;
			this.array[this.end + 1] = (byte) number;
			this.end += 2;
		}
		else if (number <= 0xFFFF) {
			head16(Format.UNSIGNED_16, (int) number);
		}
		else if (number <= 0xFFFFFFFFL) {
			head32(Format.UNSIGNED_32, (int) number);
		}
		else {
			head64(Format.UNSIGNED_64, number);
		}
	}

	void putUnsigned64(long bits) {
		ensure(MAX_HEAD);
		head64(Format.UNSIGNED_64, bits);
	}

	void putDouble(double number) {
		ensure(MAX_HEAD);
		head64(Format.FLOAT_64, Double.doubleToRawLongBits(number));
	}

	void putFloat(float number) {
		ensure(MAX_HEAD);
		head32(Format.FLOAT_32, Float.floatToRawIntBits(number));
	}

	void putText(String text) {
		int length = text.length();
		if (length <= MAX_FIX_STRING && putAscii(text, length)) {
			return;
		}
		putUtf8(wellFormed(text).getBytes(StandardCharsets.UTF_8));
	}

	private boolean putAscii(String text, int length) {
		ensure(1 + length);
		byte[] target = this.array;
		int position = this.end + 1;
		for (int i = 0; i < length; i++) {
			char character = text.charAt(i);
			if (character >= 0x80) {
				return false;
			}
			target[position + i] = (byte) character;
		}
		target[this.end] = (byte) (Format.FIX_STRING | length);
		this.end = position + length;
		return true;
	}

	/** Half a surrogate pair has no place in UTF-8: Java would write a question mark. */
	private static String wellFormed(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				if (!isPair(text, i)) {
					return replaced(text);
				}
				i++;
			}
		}
		return text;
	}

	private static String replaced(String text) {
		StringBuilder result = new StringBuilder(text);
		for (int i = 0; i < result.length(); i++) {
			if (Character.isSurrogate(result.charAt(i))) {
				if (isPair(result, i)) {
					i++;
				}
				else {
					result.setCharAt(i, REPLACEMENT);
				}
			}
		}
		return result.toString();
	}

	private static boolean isPair(CharSequence text, int i) {
		return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
	}

	void putUtf8(byte[] text) {
		int length = text.length;
		ensure(MAX_HEAD + length);
		if (length <= MAX_FIX_STRING) {
			this.array[this.end++] = (byte) (Format.FIX_STRING | length);
		}
		else {
			lengthHead(Format.STRING_8, length);
		}
		System.arraycopy(text, 0, this.array, this.end, length);
		this.end += length;
	}

	void putBinary(byte[] data, int offset, int length) {
		ensure(MAX_HEAD + length);
		lengthHead(Format.BIN_8, length);
		System.arraycopy(data, offset, this.array, this.end, length);
		this.end += length;
	}

	/** Writes the smallest of three heads that have the length behind them. */
	private void lengthHead(int first, int length) {
		if (length <= 0xFF) {
			this.array[this.end] = (byte) first;
			this.array[this.end + 1] = (byte) length;
			this.end += 2;
		}
		else if (length <= 0xFFFF) {
			head16(first + 1, length);
		}
		else {
			head32(first + 2, length);
		}
	}

	private void head16(int first, int value) {
		this.array[this.end] = (byte) first;
		Bytes.put16(this.array, this.end + 1, value);
		this.end += 3;
	}

	private void head32(int first, int value) {
		this.array[this.end] = (byte) first;
		Bytes.put32(this.array, this.end + 1, value);
		this.end += 5;
	}

	private void head64(int first, long value) {
		this.array[this.end] = (byte) first;
		Bytes.put64(this.array, this.end + 1, value);
		this.end += 9;
	}

	/**
	 * Leaves room.
	 * @param bytes how much
	 */
	void skip(int bytes) {
		ensure(bytes);
		this.end += bytes;
	}

	/**
	 * Moves what stands behind a position.
	 * @param position where it begins
	 * @param bytes how far
	 */
	void shift(int position, int bytes) {
		ensure(bytes);
		System.arraycopy(this.array, position, this.array, position + bytes, this.end - position);
		this.end += bytes;
	}

	private void ensure(int bytes) {
		int needed = Math.addExact(this.end, bytes);
		if (needed > this.array.length) {
			this.array = Arrays.copyOf(this.array, Math.max(needed, (int) Math.min(2L * this.end, 1 << 30)));
		}
	}

}
