package io.github.socketiospring.codec.engineio;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One Engine.IO packet on its way out, in the form every transport needs: its payload,
 * and right before it in the same array the header of an unmasked WebSocket frame.
 * Immutable, so one message serves all receivers of a broadcast.
 */
public final class EngineMessage {

	/** The longest header of an unmasked WebSocket frame (RFC 6455, 5.2). */
	static final int HEADROOM = 10;

	/** This object, its array's header and its place in a queue. */
	private static final int OBJECT_OVERHEAD = 56;

	private static final byte[] NOTHING = {};

	private static final int FINAL_TEXT = 0x81;

	private static final int FINAL_BINARY = 0x82;

	private final byte[] array;

	private final int frameOffset;

	private final int payloadOffset;

	private final int end;

	private final boolean binary;

	private final boolean compressible;

	/**
	 * Creates a message in an array that now belongs to it, and has the payload behind
	 * room for the header.
	 */
	EngineMessage(byte[] array, int end, boolean binary) {
		this.array = array;
		this.payloadOffset = HEADROOM;
		this.end = end;
		this.binary = binary;
		this.compressible = true;
		this.frameOffset = writeFrameHeader(array, end - HEADROOM, binary ? FINAL_BINARY : FINAL_TEXT);
	}

	/** Creates a message that is not to be compressed, in the array of another. */
	private EngineMessage(EngineMessage other) {
		this.array = other.array;
		this.frameOffset = other.frameOffset;
		this.payloadOffset = other.payloadOffset;
		this.end = other.end;
		this.binary = other.binary;
		this.compressible = false;
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
		return of(NOTHING, text.getBytes(StandardCharsets.UTF_8), false);
	}

	/**
	 * Creates a binary message.
	 * @param data the bytes as they travel in a WebSocket frame; copied
	 * @return the message
	 */
	public static EngineMessage binary(byte[] data) {
		return of(NOTHING, data, true);
	}

	static EngineMessage of(byte[] prefix, byte[] data, boolean binary) {
		byte[] array = new byte[HEADROOM + prefix.length + data.length];
		System.arraycopy(prefix, 0, array, HEADROOM, prefix.length);
		System.arraycopy(data, 0, array, HEADROOM + prefix.length, data.length);
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
	 * Tells whether connections that compress may compress this.
	 * @return {@code true} unless it was asked not to be
	 */
	public boolean isCompressible() {
		return this.compressible;
	}

	/**
	 * Returns the same message, not to be compressed.
	 * @return a message that shares the array
	 */
	public EngineMessage uncompressed() {
		return this.compressible ? new EngineMessage(this) : this;
	}

	/**
	 * Returns the same messages, not to be compressed.
	 * @param messages the messages, which are not modified
	 * @return messages that share the arrays of those
	 */
	public static EngineMessage[] uncompressed(EngineMessage... messages) {
		EngineMessage[] uncompressed = new EngineMessage[messages.length];
		for (int i = 0; i < messages.length; i++) {
			uncompressed[i] = messages[i].uncompressed();
		}
		return uncompressed;
	}

	/**
	 * Tells whether a body made of messages may be compressed.
	 * @param messages the messages
	 * @return {@code true} if any of them may be
	 */
	public static boolean anyCompressible(List<EngineMessage> messages) {
		for (EngineMessage message : messages) {
			if (message.compressible) {
				return true;
			}
		}
		return false;
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

}
