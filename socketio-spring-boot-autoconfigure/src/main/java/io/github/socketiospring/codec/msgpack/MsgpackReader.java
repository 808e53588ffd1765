package io.github.socketiospring.codec.msgpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.text.PlainText;

/**
 * Reads one message from left to right and trusts none of it: what it has passed is valid
 * MessagePack within the limits, and may be read again as tokens without any check. No
 * length is believed that the rest of the message could not hold, nothing is made of what
 * is skipped, and nesting costs no stack. Used once, by one thread.
 */
public final class MsgpackReader {

	private static final long[] NO_CONTAINERS = {};

	private final byte[] data;

	private final int end;

	private final MsgpackLimits limits;

	private int position;

	private int containers;

	private int binaries;

	/**
	 * Creates a reader that stands before the first byte.
	 * @param data holds the message
	 * @param offset where it begins
	 * @param length its length
	 * @param limits bounds on it
	 */
	public MsgpackReader(byte[] data, int offset, int length, MsgpackLimits limits) {
		this.data = data;
		this.position = offset;
		this.end = offset + length;
		this.limits = limits;
	}

	/**
	 * Returns where this reader stands.
	 * @return the position of the next value's first byte
	 */
	public int position() {
		return this.position;
	}

	/**
	 * Tells whether everything is read.
	 * @return {@code true} if there are no more bytes
	 */
	public boolean isAtEnd() {
		return this.position == this.end;
	}

	/**
	 * Tells whether the next value is an array.
	 * @return {@code true} if it is
	 */
	public boolean isArray() {
		return this.position < this.end && Format.isArray(peek());
	}

	/**
	 * Tells whether the next value is a map.
	 * @return {@code true} if it is
	 */
	public boolean isMap() {
		return this.position < this.end && Format.isMap(peek());
	}

	/**
	 * Tells whether the next value is a string.
	 * @return {@code true} if it is
	 */
	public boolean isString() {
		return this.position < this.end && Format.isString(peek());
	}

	/**
	 * Tells whether the next value is a number.
	 * @return {@code true} if it is
	 */
	public boolean isNumber() {
		return this.position < this.end
				&& (Format.isInteger(peek()) || peek() == Format.FLOAT_32 || peek() == Format.FLOAT_64);
	}

	/**
	 * Tells whether the next value is true or false.
	 * @return {@code true} if it is
	 */
	public boolean isBoolean() {
		return this.position < this.end && (peek() == Format.TRUE || peek() == Format.FALSE);
	}

	/**
	 * Tells whether the next value is nil.
	 * @return {@code true} if it is
	 */
	public boolean isNil() {
		return this.position < this.end && peek() == Format.NIL;
	}

	/**
	 * Tells whether the next value is JavaScript's {@code undefined}.
	 * @return {@code true} if it is
	 */
	public boolean isUndefined() {
		return this.end - this.position > 2 && peek() == Format.FIX_EXT_1 && this.data[this.position + 1] == 0;
	}

	/**
	 * Enters a map.
	 * @return how many entries follow, each a key and a value
	 * @throws PacketParseException if the next value is no map
	 */
	public int readMapHead() {
		if (!isMap()) {
			throw new PacketParseException("not a map");
		}
		return (int) (enter() >>> 2);
	}

	/**
	 * Enters an array.
	 * @return how many values follow
	 * @throws PacketParseException if the next value is no array
	 */
	public int readArrayHead() {
		if (!isArray()) {
			throw new PacketParseException("not an array");
		}
		return (int) (enter() >>> 1);
	}

	/**
	 * Returns how many binary values have been passed.
	 * @return their number
	 */
	public int binaries() {
		return this.binaries;
	}

	/**
	 * Reads a string.
	 * @return the string
	 * @throws PacketParseException if the next value is no string
	 */
	public String readString() {
		int start = takeString();
		return new String(this.data, start, this.position - start, StandardCharsets.UTF_8);
	}

	/**
	 * Reads a string that may be one of a few, without making one.
	 * @param names these strings, in UTF-8
	 * @return which of them it is, from 0; -1 if it is another one
	 * @throws PacketParseException if the next value is no string
	 */
	public int readName(byte[]... names) {
		int start = takeString();
		for (int i = 0; i < names.length; i++) {
			if (Arrays.equals(this.data, start, this.position, names[i], 0, names[i].length)) {
				return i;
			}
		}
		return -1;
	}

	/** Returns where its content begins. */
	private int takeString() {
		if (!isString()) {
			throw new PacketParseException("not a string");
		}
		int start = this.position;
		skipScalar();
		return start + Format.headLength(Bytes.unsigned8(this.data, start));
	}

	/**
	 * Reads an integer that is not negative. A float will do if it is whole: JavaScript
	 * has no other numbers.
	 * @param max the largest it may be
	 * @return the integer
	 * @throws PacketParseException if the next value is no such number
	 */
	public long readUnsigned(long max) {
		if (isAtEnd()) {
			throw truncated();
		}
		int start = this.position;
		int first = peek();
		long value = -1;
		skipScalar();
		if (Format.isInteger(first)) {
			value = Format.integer(this.data, start);
		}
		else if (first == Format.FLOAT_64 || first == Format.FLOAT_32) {
			double number = (first == Format.FLOAT_64) ? Double.longBitsToDouble(Bytes.signed64(this.data, start + 1))
					: Float.intBitsToFloat(Bytes.signed32(this.data, start + 1));
			value = (number == Math.rint(number)) ? (long) number : -1;
		}
		if (value < 0 || value > max) {
			throw new PacketParseException("not an integer from 0 to " + max);
		}
		return value;
	}

	/**
	 * Skips one value, with all that is in it.
	 * @throws PacketParseException if it is invalid, or beyond a limit
	 */
	public void skip() {
		skip(this.limits.maxDepth());
	}

	/**
	 * Skips one value, with all that is in it.
	 * @param maxDepth the deepest nesting of arrays and maps in it
	 * @throws PacketParseException if it is invalid, or beyond a limit
	 */
	public void skip(int maxDepth) {
		long[] outer = NO_CONTAINERS;
		int depth = 0;
		// How many values are to come in the innermost container, in the upper bits. The
		// lowest says that it is a map: an even number to come means that the next is a
		// key.
		long open = 2;
		while (true) {
			while (open < 2) {
				if (depth == 0) {
					return;
				}
				open = outer[--depth];
			}
			boolean key = (open & 3) == 1;
			open -= 2;
			if (isAtEnd()) {
				throw truncated();
			}
			int first = peek();
			if (key) {
				skipKey(first);
			}
			else if (Format.isArray(first) || Format.isMap(first)) {
				if (depth == maxDepth) {
					throw new PacketParseException("nested deeper than " + depth + " levels", "max-json-depth");
				}
				if (depth == outer.length) {
					outer = Arrays.copyOf(outer, Math.max(4, 2 * depth));
				}
				outer[depth++] = open;
				open = enter();
			}
			else {
				skipScalar();
			}
		}
	}

	private void skipKey(int first) {
		if (!Format.isString(first) && !Format.isInteger(first)) {
			throw new PacketParseException("map key is neither a string nor an integer");
		}
		skipScalar();
	}

	/** Passes the head of an array or map; returns what {@link #skip} knows of it. */
	private long enter() {
		int first = peek();
		long length = takeLength(first);
		long values = Format.isMap(first) ? 2 * length : length;
		if (values > this.end - this.position) {
			throw truncated();
		}
		if (++this.containers > this.limits.maxContainers()) {
			throw new PacketParseException("more than " + this.limits.maxContainers() + " arrays and maps");
		}
		return values << 1 | (Format.isMap(first) ? 1 : 0);
	}

	private void skipScalar() {
		int first = peek();
		if (Format.isString(first)) {
			int content = take(takeLength(first));
			if (!PlainText.isUtf8(this.data, content, this.position - content)) {
				throw new PacketParseException("invalid UTF-8");
			}
			return;
		}
		switch (first) {
			case Format.BIN_8, Format.BIN_16, Format.BIN_32 -> {
				take(takeLength(first));
				this.binaries++;
			}
			case Format.EXT_8, Format.EXT_16, Format.EXT_32, Format.FIX_EXT_1, Format.FIX_EXT_2, Format.FIX_EXT_4,
					Format.FIX_EXT_8, Format.FIX_EXT_16 ->
				skipExtension(first);
			default -> {
				if (first == 0xC1 || Format.isArray(first) || Format.isMap(first)) {
					throw new PacketParseException("unexpected byte");
				}
				take(Format.headLength(first));
			}
		}
	}

	private void skipExtension(int first) {
		long length = takeLength(first);
		int type = this.data[take(1)];
		int content = take(length);
		switch (Extensions.kind(first, type, length)) {
			case UNKNOWN -> throw new PacketParseException("unknown extension type");
			case TIME -> {
				if (!Extensions.isValidTime(this.data, content, type, (int) length)) {
					throw new PacketParseException("invalid time stamp");
				}
			}
			// Any content will do.
			case BINARY -> this.binaries++;
			case UNDEFINED -> {
			}
		}
	}

	private int peek() {
		return Bytes.unsigned8(this.data, this.position);
	}

	private long takeLength(int first) {
		int start = take(Format.headLength(first));
		return Format.length(this.data, start);
	}

	private int take(long bytes) {
		if (bytes > this.end - this.position) {
			throw truncated();
		}
		int start = this.position;
		this.position += (int) bytes;
		return start;
	}

	private static PacketParseException truncated() {
		return new PacketParseException("truncated");
	}

}
