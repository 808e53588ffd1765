package io.github.socketiospring.transport.flash;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Compares what arrives with the one request there is. Keeps nothing of it: what has
 * matched so far is known.
 */
final class PolicyRequest {

	private static final byte[] REQUEST = "<policy-file-request/>\0".getBytes(StandardCharsets.US_ASCII);

	static final int LENGTH = REQUEST.length;

	private int matched;

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
		return (this.matched == LENGTH) ? Match.COMPLETE : Match.SO_FAR;
	}

	boolean hasBegun() {
		return this.matched > 0;
	}

	/** Returns the bytes that have matched. */
	ByteBuf begin() {
		return Unpooled.copiedBuffer(REQUEST, 0, this.matched);
	}

	enum Match {

		NO, SO_FAR, COMPLETE

	}

}
