package io.github.socketiospring.codec.text;

/**
 * Lengths as JavaScript counts them, on bytes of UTF-8.
 */
public final class Utf16Units {

	private Utf16Units() {
	}

	/**
	 * Counts the units of a text.
	 * @param utf8 holds the text
	 * @param from where it begins
	 * @param to where it ends
	 * @return its length in UTF-16 units
	 */
	public static int count(byte[] utf8, int from, int to) {
		int units = 0;
		for (int i = from; i < to; i++) {
			units += of(utf8[i]);
		}
		return units;
	}

	/**
	 * Finds the end of a text whose length is known.
	 * @param utf8 holds the text, as valid UTF-8
	 * @param from where it begins
	 * @param units its length in UTF-16 units
	 * @return where it ends, or -1 if there is no text of that length
	 */
	public static int end(byte[] utf8, int from, int units) {
		int left = units;
		int position = from;
		while (left > 0 && position < utf8.length) {
			left -= of(utf8[position]);
			position++;
		}
		while (position < utf8.length && of(utf8[position]) == 0) {
			position++;
		}
		return (left == 0) ? position : -1;
	}

	/**
	 * How many units a character has, told by its first byte; its other bytes have none.
	 */
	private static int of(byte b) {
		if ((b & 0xc0) == 0x80) {
			return 0;
		}
		return ((b & 0xf8) == 0xf0) ? 2 : 1;
	}

}
