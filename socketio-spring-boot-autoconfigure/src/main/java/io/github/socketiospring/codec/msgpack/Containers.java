package io.github.socketiospring.codec.msgpack;

import java.util.Arrays;

/**
 * The heads of the arrays and maps that are being written: MessagePack wants their sizes
 * in front, and Jackson's serializers often do not know them before the end. So a head
 * gets as much room as it is likely to need, and what stands behind it moves where it
 * needs more.
 */
final class Containers {

	private static final int MAX_FIX = 15;

	private static final int MAX_16 = 0xFFFF;

	private final MsgpackBuffer buffer;

	private int[] starts = new int[16];

	private int[] widths = new int[16];

	private int depth;

	Containers(MsgpackBuffer buffer) {
		this.buffer = buffer;
	}

	void start(int expected) {
		if (this.depth == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, 2 * this.depth);
			this.widths = Arrays.copyOf(this.widths, 2 * this.depth);
		}
		int width = width(expected);
		this.starts[this.depth] = this.buffer.length();
		this.widths[this.depth] = width;
		this.depth++;
		this.buffer.skip(width);
	}

	void endArray(int values) {
		end(values, Format.FIX_ARRAY, Format.ARRAY_16, Format.ARRAY_32);
	}

	void endMap(int entries) {
		end(entries, Format.FIX_MAP, Format.MAP_16, Format.MAP_32);
	}

	private void end(int size, int fix, int small, int large) {
		this.depth--;
		int start = this.starts[this.depth];
		int width = this.widths[this.depth];
		int needed = width(size);
		if (needed != width) {
			this.buffer.shift(start + width, needed - width);
		}
		byte[] array = this.buffer.array();
		if (size <= MAX_FIX) {
			array[start] = (byte) (fix | size);
		}
		else if (size <= MAX_16) {
			array[start] = (byte) small;
			Bytes.put16(array, start + 1, size);
		}
		else {
			array[start] = (byte) large;
			Bytes.put32(array, start + 1, size);
		}
	}

	private static int width(int size) {
		if (size <= MAX_FIX) {
			return 1;
		}
		return (size <= MAX_16) ? 3 : 5;
	}

}
