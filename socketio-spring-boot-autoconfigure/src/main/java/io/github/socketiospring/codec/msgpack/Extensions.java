package io.github.socketiospring.codec.msgpack;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * What is known of extension types: MessagePack's own time stamps, -1, and what
 * JavaScript's notepack.io 1 and 2 write, all of it as type 0.
 */
final class Extensions {

	/**
	 * As {@code Date.prototype.toJSON} writes them, so that clients of both formats
	 * agree.
	 */
	private static final DateTimeFormatter MILLISECONDS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

	private static final int NANOS_PER_MILLI = 1_000_000;

	private static final long MAX_NANOS = 999_999_999;

	private Extensions() {
	}

	/** What an extension stands for. */
	enum Kind {

		/** JavaScript's {@code undefined}. */
		UNDEFINED,

		/** A point in time. */
		TIME,

		/** An {@code ArrayBuffer}. */
		BINARY,

		/** None that is known. */
		UNKNOWN

	}

	/**
	 * Tells what an extension stands for.
	 * @param first the value's first byte
	 * @param type the extension's type
	 * @param length its length
	 * @return what it is
	 */
	static Kind kind(int first, int type, long length) {
		if (type == 0) {
			return switch (first) {
				case Format.FIX_EXT_1 -> Kind.UNDEFINED;
				case Format.FIX_EXT_8 -> Kind.TIME;
				default -> Kind.BINARY;
			};
		}
		return (type == -1 && (length == 4 || length == 8 || length == 12)) ? Kind.TIME : Kind.UNKNOWN;
	}

	/**
	 * Tells whether a time stamp is one: its nanoseconds less than a second, its seconds
	 * not beyond what Java has dates for.
	 * @param data holds the content
	 * @param position where it begins
	 * @param type the extension's type
	 * @param length its length
	 * @return whether it can be read
	 */
	static boolean isValidTime(byte[] data, int position, int type, int length) {
		if (type == 0 || length == 4) {
			return true;
		}
		if (length == 8) {
			return Bytes.signed64(data, position) >>> 34 <= MAX_NANOS;
		}
		long seconds = Bytes.signed64(data, position + 4);
		return Bytes.unsigned32(data, position) <= MAX_NANOS && seconds >= Instant.MIN.getEpochSecond()
				&& seconds <= Instant.MAX.getEpochSecond();
	}

	/**
	 * Reads a valid time stamp.
	 * @param data holds the content
	 * @param position where it begins
	 * @param type the extension's type
	 * @param length its length
	 * @return the time as ISO 8601 has it
	 */
	static String time(byte[] data, int position, int type, int length) {
		Instant instant = instant(data, position, type, length);
		return (instant.getNano() % NANOS_PER_MILLI == 0) ? MILLISECONDS.format(instant) : instant.toString();
	}

	private static Instant instant(byte[] data, int position, int type, int length) {
		if (type == 0) {
			return Instant.ofEpochMilli(Bytes.signed64(data, position));
		}
		if (length == 4) {
			return Instant.ofEpochSecond(Bytes.unsigned32(data, position));
		}
		if (length == 8) {
			long both = Bytes.signed64(data, position);
			return Instant.ofEpochSecond(both & 0x3FFFFFFFFL, both >>> 34);
		}
		return Instant.ofEpochSecond(Bytes.signed64(data, position + 4), Bytes.unsigned32(data, position));
	}

}
