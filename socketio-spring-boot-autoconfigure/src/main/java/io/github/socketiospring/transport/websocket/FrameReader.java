package io.github.socketiospring.transport.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames from bytes (RFC 6455, 5.2), each into an array of its own.
 * Between reads it keeps only a frame that has not arrived as a whole. Used by one
 * thread.
 */
final class FrameReader {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final int MASK_LENGTH = 4;

	private static final int MAX_CONTROL_LENGTH = 125;

	private static final int LENGTH_OF_16_BITS = 126;

	private static final int LENGTH_OF_64_BITS = 127;

	private static final int CONTROL = 0x8;

	private static final int LAST_DATA_OPCODE = 0x2;

	private static final int LAST_CONTROL_OPCODE = 0xA;

	private final ByteBufAllocator allocator;

	private final int maxLength;

	private final FrameConsumer consumer;

	private @Nullable ByteBuf kept;

	private boolean stopped;

	/**
	 * Creates a reader.
	 * @param allocator where incomplete frames are kept
	 * @param maxLength the longest payload
	 * @param consumer takes the frames
	 */
	FrameReader(ByteBufAllocator allocator, int maxLength, FrameConsumer consumer) {
		this.allocator = allocator;
		this.maxLength = maxLength;
		this.consumer = consumer;
	}

	/**
	 * Takes what this reads.
	 */
	interface FrameConsumer {

		/**
		 * Takes a frame.
		 * @param opcode the opcode, one that RFC 6455 defines
		 * @param isFinal whether it is the last of its message
		 * @param payload the payload, unmasked
		 */
		void frame(int opcode, boolean isFinal, byte[] payload);

		/**
		 * The client does not keep to the protocol. Nothing more is read.
		 * @param status what to tell it
		 * @param description what it did
		 */
		void violation(WebSocketCloseStatus status, String description);

	}

	/**
	 * Reads bytes.
	 * @param bytes the bytes; released
	 */
	void read(ByteBuf bytes) {
		ByteBuf in = appended(bytes);
		try {
			while (!this.stopped && readFrame(in)) {
				// There may be more.
			}
		}
		finally {
			keep(in, in == bytes);
		}
	}

	/** Behind what is kept. That may need memory, which may be refused. */
	private ByteBuf appended(ByteBuf bytes) {
		ByteBuf in = this.kept;
		if (in == null) {
			return bytes;
		}
		try {
			in.writeBytes(bytes);
		}
		finally {
			bytes.release();
		}
		this.kept = null;
		return in;
	}

	/** The channel's own buffer is much larger than the start of a frame. */
	private void keep(ByteBuf in, boolean copy) {
		if (this.stopped || !in.isReadable()) {
			in.release();
		}
		else if (copy) {
			try {
				this.kept = this.allocator.buffer(in.readableBytes()).writeBytes(in);
			}
			finally {
				in.release();
			}
		}
		else {
			this.kept = in.discardSomeReadBytes();
		}
	}

	/**
	 * Reads no more. Whoever takes a frame may call this.
	 */
	void stop() {
		this.stopped = true;
		if (this.kept != null) {
			this.kept.release();
			this.kept = null;
		}
	}

	/**
	 * Reads a frame.
	 * @return {@code false} if it has not arrived as a whole
	 */
	private boolean readFrame(ByteBuf in) {
		int available = in.readableBytes();
		if (available < 2) {
			return false;
		}
		int start = in.readerIndex();
		int first = in.getByte(start);
		int second = in.getByte(start + 1);
		int shortLength = second & 0x7F;
		String fault = fault(first, second, shortLength);
		if (fault != null) {
			violation(WebSocketCloseStatus.PROTOCOL_ERROR, fault);
			return false;
		}
		int head = headLength(shortLength);
		if (available < head) {
			return false;
		}
		long length = length(in, start, shortLength);
		if (length > this.maxLength) {
			violation(WebSocketCloseStatus.MESSAGE_TOO_BIG, "frame larger than " + this.maxLength);
			return false;
		}
		if (length < 0) {
			violation(WebSocketCloseStatus.PROTOCOL_ERROR, "length is not encoded in as few bytes as possible");
			return false;
		}
		if (available < head + length) {
			return false;
		}
		byte[] payload = new byte[(int) length];
		in.getBytes(start + head, payload);
		in.readerIndex(start + head + payload.length);
		unmask(payload, in.getInt(start + head - MASK_LENGTH));
		this.consumer.frame(first & 0xF, first < 0, payload);
		return true;
	}

	private static @Nullable String fault(int first, int second, int shortLength) {
		int opcode = first & 0xF;
		if (second >= 0) {
			// "The server MUST close the connection upon receiving a frame that is not
			// masked."
			return "frame is not masked";
		}
		if ((first & 0x70) != 0) {
			// "MUST be 0 unless an extension is negotiated"
			return "reserved bits are set";
		}
		if (opcode < CONTROL) {
			return (opcode <= LAST_DATA_OPCODE) ? null : "reserved opcode";
		}
		if (opcode > LAST_CONTROL_OPCODE) {
			return "reserved opcode";
		}
		// "All control frames MUST have a payload length of 125 bytes or less and MUST
		// NOT be fragmented."
		return (first >= 0 || shortLength > MAX_CONTROL_LENGTH) ? "control frame is fragmented or too long" : null;
	}

	private static int headLength(int shortLength) {
		return switch (shortLength) {
			case LENGTH_OF_16_BITS -> 2 + Short.BYTES + MASK_LENGTH;
			case LENGTH_OF_64_BITS -> 2 + Long.BYTES + MASK_LENGTH;
			default -> 2 + MASK_LENGTH;
		};
	}

	/**
	 * "The minimal number of bytes MUST be used to encode the length"; -1 if it is not.
	 */
	private static long length(ByteBuf in, int start, int shortLength) {
		return switch (shortLength) {
			case LENGTH_OF_16_BITS -> atLeast(LENGTH_OF_16_BITS, in.getUnsignedShort(start + 2));
			case LENGTH_OF_64_BITS -> atLeast(1 << Short.SIZE, in.getLong(start + 2));
			default -> shortLength;
		};
	}

	private static long atLeast(long minimum, long length) {
		return (length >= minimum) ? length : -1;
	}

	private static void unmask(byte[] payload, int mask) {
		long twice = ((long) mask << Integer.SIZE) | (mask & 0xFFFFFFFFL);
		int i = 0;
		for (; i <= payload.length - Long.BYTES; i += Long.BYTES) {
			LONG.set(payload, i, (long) LONG.get(payload, i) ^ twice);
		}
		for (; i < payload.length; i++) {
			payload[i] ^= (byte) (mask >> (24 - 8 * (i & 3)));
		}
	}

	private void violation(WebSocketCloseStatus status, String description) {
		this.stopped = true;
		this.consumer.violation(status, description);
	}

}
