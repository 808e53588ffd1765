package io.github.socketiospring.codec.msgpack;

/**
 * The first byte of a value, which says what it is and how long.
 */
final class Format {

	static final int FIX_MAP = 0x80;

	static final int FIX_ARRAY = 0x90;

	static final int FIX_STRING = 0xA0;

	static final int NIL = 0xC0;

	static final int FALSE = 0xC2;

	static final int TRUE = 0xC3;

	static final int BIN_8 = 0xC4;

	static final int BIN_16 = 0xC5;

	static final int BIN_32 = 0xC6;

	static final int EXT_8 = 0xC7;

	static final int EXT_16 = 0xC8;

	static final int EXT_32 = 0xC9;

	static final int FLOAT_32 = 0xCA;

	static final int FLOAT_64 = 0xCB;

	static final int UNSIGNED_8 = 0xCC;

	static final int UNSIGNED_16 = 0xCD;

	static final int UNSIGNED_32 = 0xCE;

	static final int UNSIGNED_64 = 0xCF;

	static final int SIGNED_8 = 0xD0;

	static final int SIGNED_16 = 0xD1;

	static final int SIGNED_32 = 0xD2;

	static final int SIGNED_64 = 0xD3;

	static final int FIX_EXT_1 = 0xD4;

	static final int FIX_EXT_2 = 0xD5;

	static final int FIX_EXT_4 = 0xD6;

	static final int FIX_EXT_8 = 0xD7;

	static final int FIX_EXT_16 = 0xD8;

	static final int STRING_8 = 0xD9;

	static final int STRING_16 = 0xDA;

	static final int STRING_32 = 0xDB;

	static final int ARRAY_16 = 0xDC;

	static final int ARRAY_32 = 0xDD;

	static final int MAP_16 = 0xDE;

	static final int MAP_32 = 0xDF;

	static final int NEGATIVE_FIX = 0xE0;

	private Format() {
	}

	static boolean isMap(int first) {
		return (first & 0xF0) == FIX_MAP || first == MAP_16 || first == MAP_32;
	}

	static boolean isArray(int first) {
		return (first & 0xF0) == FIX_ARRAY || first == ARRAY_16 || first == ARRAY_32;
	}

	static boolean isString(int first) {
		return (first & 0xE0) == FIX_STRING || (first >= STRING_8 && first <= STRING_32);
	}

	static boolean isInteger(int first) {
		return first < FIX_MAP || first >= NEGATIVE_FIX || (first >= UNSIGNED_8 && first <= SIGNED_64);
	}

	/**
	 * Returns how many bytes belong to the head of a value: the first one, and those that
	 * tell its length, or are its value if it is a number.
	 * @param first the first byte, not 0xC1
	 * @return the number of bytes; extensions have one more, their type
	 */
	static int headLength(int first) {
		return switch (first) {
			case BIN_8, EXT_8, STRING_8, UNSIGNED_8, SIGNED_8 -> 2;
			case BIN_16, EXT_16, STRING_16, ARRAY_16, MAP_16, UNSIGNED_16, SIGNED_16 -> 3;
			case BIN_32, EXT_32, STRING_32, ARRAY_32, MAP_32, UNSIGNED_32, SIGNED_32, FLOAT_32 -> 5;
			case UNSIGNED_64, SIGNED_64, FLOAT_64 -> 9;
			default -> 1;
		};
	}

	/**
	 * Returns the length in the head of a string, of binary data or of an extension in
	 * bytes, of an array in values, or of a map in entries.
	 * @param data holds the value, its whole head at least
	 * @param position where it begins
	 * @return the length, up to 2^32 - 1
	 */
	static long length(byte[] data, int position) {
		int first = Bytes.unsigned8(data, position);
		return switch (first) {
			case BIN_8, EXT_8, STRING_8 -> Bytes.unsigned8(data, position + 1);
			case BIN_16, EXT_16, STRING_16, ARRAY_16, MAP_16 -> Bytes.unsigned16(data, position + 1);
			case BIN_32, EXT_32, STRING_32, ARRAY_32, MAP_32 -> Bytes.unsigned32(data, position + 1);
			case FIX_EXT_1, FIX_EXT_2, FIX_EXT_4, FIX_EXT_8, FIX_EXT_16 -> 1L << (first - FIX_EXT_1);
			default -> first & ((first < FIX_STRING) ? 0x0F : 0x1F);
		};
	}

	/**
	 * Returns an integer.
	 * @param data holds the value
	 * @param position where it begins
	 * @return the number; one of 2^63 or more is negative
	 */
	static long integer(byte[] data, int position) {
		int first = Bytes.unsigned8(data, position);
		return switch (first) {
			case UNSIGNED_8 -> Bytes.unsigned8(data, position + 1);
			case UNSIGNED_16 -> Bytes.unsigned16(data, position + 1);
			case UNSIGNED_32 -> Bytes.unsigned32(data, position + 1);
			case SIGNED_8 -> data[position + 1];
			case SIGNED_16 -> Bytes.signed16(data, position + 1);
			case SIGNED_32 -> Bytes.signed32(data, position + 1);
			case UNSIGNED_64, SIGNED_64 -> Bytes.signed64(data, position + 1);
			default -> data[position];
		};
	}

}
