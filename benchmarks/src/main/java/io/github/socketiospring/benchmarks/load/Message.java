package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;

/**
 * A message prepared in advance, and what has to come back for it. Both contain a time
 * stamp of a fixed length.
 */
public final class Message {

	/** Nanoseconds in letters, four bits each. They last for 18 minutes. */
	private static final int STAMP_LENGTH = 10;

	private static final int BITS_PER_LETTER = 4;

	private static final long STAMP_MASK = (1L << (STAMP_LENGTH * BITS_PER_LETTER)) - 1;

	/** Enough to tell messages of one load from each other. */
	private static final int END_LENGTH = 3;

	private static final int LETTER_MASK = (1 << BITS_PER_LETTER) - 1;

	/** Of each connection's messages, one in so many is compared byte by byte. */
	private static final int SAMPLE = 64;

	/** What follows the arguments where an offset comes before it. */
	private static final int END_OF_ARGUMENTS = 1;

	private final Format format;

	private final byte[] payload;

	private final int stamp;

	private final byte[] frame;

	private final int frameStamp;

	private final byte[] expected;

	private final int expectedStamp;

	private final boolean offset;

	private Message(Format format, byte[] sent, byte[] expected, int stamp, int expectedStamp, boolean offset) {
		this.format = format;
		this.payload = sent;
		this.stamp = stamp;
		this.frame = format.frame(sent);
		this.frameStamp = stamp + this.frame.length - this.payload.length;
		this.expected = expected;
		this.expectedStamp = expectedStamp;
		this.offset = offset;
	}

	/**
	 * Creates a message whose argument is an object with one property, the text.
	 * @param before what is sent in front of the argument
	 * @param expectedBefore what comes back in front of the argument
	 * @param length the length of the text
	 * @return the message
	 */
	public static Message ofObject(String before, String expectedBefore, int length) {
		return of(before + "{\"text\":\"", expectedBefore + "{\"text\":\"", length, "\"}]");
	}

	/**
	 * Creates a message whose argument is a string.
	 * @param before what is sent in front of the argument
	 * @param expectedBefore what comes back in front of the argument
	 * @param length the length of the text
	 * @return the message
	 */
	public static Message ofString(String before, String expectedBefore, int length) {
		return of(before + "\"", expectedBefore + "\"", length, "\"]");
	}

	/**
	 * Creates a message whose argument is an object with two properties, the text and how
	 * long its handler waits.
	 * @param before what is sent in front of the argument
	 * @param expectedBefore what comes back in front of the argument
	 * @param length the length of the text
	 * @param millis how long, one digit
	 * @return the message
	 */
	public static Message ofWait(String before, String expectedBefore, int length, int millis) {
		return of(before + "{\"text\":\"", expectedBefore + "{\"text\":\"", length, "\",\"millis\":" + millis + "}]");
	}

	/**
	 * Creates an event in MessagePack, whose argument is an object with one property, the
	 * text, and that comes back unchanged.
	 * @param event the name of the event, four letters
	 * @param length the length of the text, 32 to 255
	 * @return the message
	 */
	public static Message ofMsgpack(String event, int length) {
		String before = "\u0083\u00a4type\u0002\u00a4data\u0092\u00a4" + event + "\u0081\u00a4text\u00d9"
				+ (char) length;
		return of(Format.MSGPACK, before, before, length, "\u00a3nsp\u00a1/");
	}

	/**
	 * Returns the same message, which comes back with one more argument, an offset.
	 * @return the message
	 */
	public Message withOffset() {
		return new Message(this.format, this.payload, this.expected, this.stamp, this.expectedStamp, true);
	}

	private static Message of(String before, String expectedBefore, int length, String after) {
		return of(Format.TEXT, before, expectedBefore, length, after);
	}

	private static Message of(Format format, String before, String expectedBefore, int length, String after) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append((char) ('A' + i % 26));
		}
		return new Message(format, bytes(before + text + after), bytes(expectedBefore + text + after), before.length(),
				expectedBefore.length(), false);
	}

	/** Each character is a byte. */
	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	Format format() {
		return this.format;
	}

	int frameLength() {
		return this.frame.length;
	}

	int length() {
		return this.payload.length;
	}

	void writeFrame(ByteBuf out, long now) {
		int start = out.writerIndex() + this.frameStamp;
		out.writeBytes(this.frame);
		for (int i = 0; i < STAMP_LENGTH; i++) {
			out.setByte(start + i, letter(now, i) ^ ClientFrame.MASK[(this.stamp + i) & 3]);
		}
	}

	void write(ByteBuf out, long now) {
		int start = out.writerIndex() + this.stamp;
		out.writeBytes(this.payload);
		for (int i = 0; i < STAMP_LENGTH; i++) {
			out.setByte(start + i, letter(now, i));
		}
	}

	/**
	 * Checks what has come back: its length and its ends always, all of it once in a
	 * while.
	 * @param in has the message
	 * @param index where it begins
	 * @param length its length
	 * @param number how many came back before on this connection
	 * @param now the time
	 * @return how long ago it was sent, in nanoseconds
	 */
	long check(ByteBuf in, int index, int length, long number, long now) {
		if (!hasLength(in, index, length) || in.getByte(index + 1) != this.expected[1]
				|| in.getByte(index + length - 1) != this.expected[this.expected.length - 1]
				|| (number % SAMPLE == 0 && !isExpected(in, index))) {
			throw new LoadException("Expected " + new String(this.expected, StandardCharsets.ISO_8859_1)
					+ " with a time stamp, received " + in.toString(index, length, StandardCharsets.UTF_8));
		}
		long sent = 0;
		int start = index + this.expectedStamp;
		for (int i = 0; i < STAMP_LENGTH; i++) {
			sent = (sent << BITS_PER_LETTER) | ((in.getByte(start + i) - 'a') & LETTER_MASK);
		}
		return (now - sent) & STAMP_MASK;
	}

	/**
	 * Tells whether what has come back ends as this message does.
	 */
	boolean hasEnd(ByteBuf in, int index, int length) {
		for (int i = 1; i <= END_LENGTH; i++) {
			if (in.getByte(index + length - i) != this.expected[this.expected.length - i]) {
				return false;
			}
		}
		return true;
	}

	private boolean hasLength(ByteBuf in, int index, int length) {
		if (!this.offset) {
			return length == this.expected.length;
		}
		int end = this.expected.length - END_OF_ARGUMENTS;
		return length > this.expected.length && in.getByte(index + end) == ',';
	}

	private boolean isExpected(ByteBuf in, int index) {
		int length = this.expected.length - (this.offset ? END_OF_ARGUMENTS : 0);
		byte[] actual = new byte[length];
		in.getBytes(index, actual);
		int end = this.expectedStamp + STAMP_LENGTH;
		return Arrays.equals(actual, 0, this.expectedStamp, this.expected, 0, this.expectedStamp)
				&& Arrays.equals(actual, end, length, this.expected, end, length);
	}

	private static int letter(long now, int index) {
		return 'a' + ((int) (now >>> (BITS_PER_LETTER * (STAMP_LENGTH - 1 - index))) & LETTER_MASK);
	}

}
