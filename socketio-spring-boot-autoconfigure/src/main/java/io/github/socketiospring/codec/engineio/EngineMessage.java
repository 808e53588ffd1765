package io.github.socketiospring.codec.engineio;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One Engine.IO packet on its way out, in the form every transport needs: its payload,
 * and right before it in the same array the header of an unmasked WebSocket frame.
 * Immutable, so one message serves all receivers of a broadcast.
 */
public final class EngineMessage {

	/** The longest header of an unmasked WebSocket frame (RFC 6455, 5.2). */
	private static final int HEADROOM = 10;

	/** This object, its array's header and its place in a queue. */
	private static final int OBJECT_OVERHEAD = 56;

	private static final int FINAL_TEXT = 0x81;

	private static final int FINAL_BINARY = 0x82;

	private final byte[] array;

	private final int frameOffset;

	private final int payloadOffset;

	private final int end;

	private final boolean binary;

	private EngineMessage(byte[] array, int end, boolean binary) {
		this.array = array;
		this.payloadOffset = HEADROOM;
		this.end = end;
		this.binary = binary;
		this.frameOffset = writeFrameHeader(array, end - HEADROOM, binary ? FINAL_BINARY : FINAL_TEXT);
	}

	private static int writeFrameHeader(byte[] array, int length, int firstByte) {
		int start;
		if (length <= 125) {
			start = HEADROOM - 2;
			array[start + 1] = (byte) length;
		}
		else if (length <= 0xFFFF) {
			start = HEADROOM - 4;
			array[start + 1] = 126;
			array[start + 2] = (byte) (length >> 8);
			array[start + 3] = (byte) length;
		}
		else {
			start = HEADROOM - 10;
			array[start + 1] = 127;
			for (int i = 0; i < 8; i++) {
				array[start + 2 + i] = (byte) ((long) length >> (56 - 8 * i));
			}
		}
		array[start] = (byte) firstByte;
		return start;
	}

	/**
	 * Creates a text message.
	 * @param text the whole packet, its type character included
	 * @return the message
	 */
	public static EngineMessage text(String text) {
		return copyOf(text.getBytes(StandardCharsets.UTF_8), false);
	}

	/**
	 * Creates a binary message.
	 * @param data the bytes as they travel in a WebSocket frame; copied
	 * @return the message
	 */
	public static EngineMessage binary(byte[] data) {
		return copyOf(data, true);
	}

	/**
	 * Creates a binary message that begins with a packet type.
	 * @param type the packet type
	 * @param data the bytes that follow it; copied
	 * @return the message
	 */
	public static EngineMessage binary(byte type, byte[] data) {
		byte[] array = new byte[HEADROOM + 1 + data.length];
		array[HEADROOM] = type;
		System.arraycopy(data, 0, array, HEADROOM + 1, data.length);
		return new EngineMessage(array, array.length, true);
	}

	private static EngineMessage copyOf(byte[] data, boolean binary) {
		byte[] array = new byte[HEADROOM + data.length];
		System.arraycopy(data, 0, array, HEADROOM, data.length);
		return new EngineMessage(array, array.length, binary);
	}

	/**
	 * Tells whether the payload is binary rather than UTF-8 text.
	 * @return {@code true} for binary
	 */
	public boolean isBinary() {
		return this.binary;
	}

	/**
	 * Returns the array that holds frame and payload. Must not be modified.
	 * @return the array
	 */
	public byte[] array() {
		return this.array;
	}

	/**
	 * Returns where the WebSocket frame begins; it ends where the payload ends.
	 * @return an index into the array
	 */
	public int frameOffset() {
		return this.frameOffset;
	}

	/**
	 * Returns the length of the WebSocket frame.
	 * @return the number of bytes
	 */
	public int frameLength() {
		return this.end - this.frameOffset;
	}

	/**
	 * Returns where the payload begins.
	 * @return an index into the array
	 */
	public int payloadOffset() {
		return this.payloadOffset;
	}

	/**
	 * Returns the length of the payload.
	 * @return the number of bytes
	 */
	public int payloadLength() {
		return this.end - this.payloadOffset;
	}

	/**
	 * Returns how much memory the message holds.
	 * @return the number of bytes, roughly
	 */
	public int retainedSize() {
		return this.array.length + OBJECT_OVERHEAD;
	}

	@Override
	public String toString() {
		return this.binary ? "binary[" + payloadLength() + "]"
				: new String(this.array, this.payloadOffset, payloadLength(), StandardCharsets.UTF_8);
	}

	/**
	 * Collects the UTF-8 bytes of a text message with room for the frame header in front,
	 * so that making the message copies nothing. Used once, by one thread.
	 */
	public static final class TextOutput extends OutputStream {

		private static final int MAX_SLACK = 1024;

		private byte[] array;

		private int end = HEADROOM;

		/**
		 * Creates an output.
		 * @param expectedLength the payload's expected length in bytes; it may be
		 * exceeded
		 */
		public TextOutput(int expectedLength) {
			this.array = new byte[HEADROOM + expectedLength];
		}

		@Override
		public void write(int b) {
			ensure(1);
			this.array[this.end++] = (byte) b;
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			ensure(length);
			System.arraycopy(bytes, offset, this.array, this.end, length);
			this.end += length;
		}

		/**
		 * Writes text.
		 * @param text any text
		 */
		public void write(String text) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			write(bytes, 0, bytes.length);
		}

		/**
		 * Makes the message of what was written.
		 * @return the message; this output must not be used any more
		 */
		public EngineMessage toMessage() {
			// A queued message must not hold much more memory than it has bytes.
			boolean wasteful = this.array.length - this.end > MAX_SLACK;
			return new EngineMessage(wasteful ? Arrays.copyOf(this.array, this.end) : this.array, this.end, false);
		}

		private void ensure(int length) {
			int needed = Math.addExact(this.end, length);
			if (needed > this.array.length) {
				this.array = Arrays.copyOf(this.array, Math.max(needed, (int) Math.min(2L * this.end, 1 << 30)));
			}
		}

	}

}
