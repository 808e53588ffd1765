package io.github.socketiospring.transport.flash;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Compares what arrives with the one request there is. Whatever follows does not matter:
 * the Flash player sends a NUL, others send a line feed or nothing. Keeps nothing of it:
 * what has matched so far is known.
 */
final class PolicyRequest {

	private static final byte[] REQUEST = "<policy-file-request/>".getBytes(StandardCharsets.US_ASCII);

	static final int LENGTH = REQUEST.length;

	private int matched;

	private int received;

	/**
	 * Compares the next bytes, without reading them.
	 */
	Match compare(ByteBuf bytes) {
		int count = Math.min(bytes.readableBytes(), LENGTH - this.matched);
		int start = bytes.readerIndex();
		for (int i = 0; i < count; i++) {
			if (bytes.getByte(start + i) != REQUEST[this.matched + i]) {
				return Match.NO;
			}
		}
		this.matched += count;
		this.received += bytes.readableBytes();
		return (this.matched == LENGTH) ? Match.COMPLETE : Match.SO_FAR;
	}

	boolean hasBegun() {
		return this.matched > 0;
	}

	/** Returns how many bytes have arrived, those behind the request counted. */
	int received() {
		return this.received;
	}

	/** Returns the bytes that have matched. */
	ByteBuf begin() {
		return Unpooled.copiedBuffer(REQUEST, 0, this.matched);
	}

	enum Match {

		NO, SO_FAR, COMPLETE

	}

}
