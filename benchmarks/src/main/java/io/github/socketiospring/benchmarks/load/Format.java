package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * How packets are written.
 */
enum Format {

	/** The protocol's own, in text frames. */
	TEXT(ClientFrame.text("40")) {

		@Override
		byte[] frame(byte[] packet) {
			return ClientFrame.text(packet);
		}

	},

	/** As socket.io-msgpack-parser writes them, in binary frames. */
	MSGPACK(ClientFrame.binary("\u0082\u00a4type\u0000\u00a3nsp\u00a1/".getBytes(StandardCharsets.ISO_8859_1))) {

		@Override
		byte[] frame(byte[] packet) {
			return ClientFrame.binary(packet);
		}

	};

	private static final int INDEX_OF_TYPE = 6;

	private static final int CONNECT = 0;

	private final ByteBuf join;

	Format(byte[] join) {
		this.join = Unpooled.unreleasableBuffer(Unpooled.directBuffer(join.length).writeBytes(join)).asReadOnly();
	}

	/**
	 * Returns the frame that joins the root namespace.
	 */
	ByteBuf join() {
		return this.join.duplicate();
	}

	/**
	 * Returns the frame of a packet.
	 */
	abstract byte[] frame(byte[] packet);

	/**
	 * Tells whether a binary message says that the namespace is joined.
	 */
	static boolean isJoined(ByteBuf in, int index, int length) {
		return length > INDEX_OF_TYPE && in.getByte(index + INDEX_OF_TYPE) == CONNECT;
	}

}
