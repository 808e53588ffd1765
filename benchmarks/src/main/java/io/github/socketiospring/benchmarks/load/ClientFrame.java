package io.github.socketiospring.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Masked WebSocket frames. All have the same mask, which no server can make use of.
 */
final class ClientFrame {

	static final byte[] MASK = { 0x37, (byte) 0xfa, 0x21, 0x3d };

	/** The first byte of a text frame that is a whole message. */
	static final byte TEXT = (byte) 0x81;

	/** The first byte of a binary frame that is a whole message. */
	static final byte BINARY = (byte) 0x82;

	/** The first byte of a close frame. */
	static final byte CLOSE = (byte) 0x88;

	private static final int MASKED = 0x80;

	private static final int MAX_LENGTH_IN_BYTE = 125;

	private static final byte[] NORMAL_CLOSURE = { 0x03, (byte) 0xe8 };

	private ClientFrame() {
	}

	static byte[] text(String text) {
		return text(text.getBytes(StandardCharsets.UTF_8));
	}

	static byte[] text(byte[] payload) {
		return frame(TEXT, payload);
	}

	static byte[] binary(byte[] payload) {
		return frame(BINARY, payload);
	}

	static byte[] close() {
		return frame(CLOSE, NORMAL_CLOSURE);
	}

	private static byte[] frame(byte first, byte[] payload) {
		boolean small = payload.length <= MAX_LENGTH_IN_BYTE;
		ByteBuffer frame = ByteBuffer.allocate(2 + (small ? 0 : Short.BYTES) + MASK.length + payload.length);
		frame.put(first);
		if (small) {
			frame.put((byte) (MASKED | payload.length));
		}
		else {
			frame.put((byte) (MASKED | (MAX_LENGTH_IN_BYTE + 1))).putShort((short) payload.length);
		}
		frame.put(MASK);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ MASK[i & 3]));
		}
		return frame.array();
	}

}
