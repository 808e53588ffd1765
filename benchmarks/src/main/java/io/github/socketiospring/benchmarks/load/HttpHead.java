package io.github.socketiospring.benchmarks.load;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of the head of an HTTP response.
 */
final class HttpHead {

	private static final int END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

	private HttpHead() {
	}

	/**
	 * Returns the index behind the head.
	 * @param in begins with the head
	 * @return the index, -1 if the end has not come yet
	 */
	static int end(ByteBuf in) {
		int last = in.writerIndex() - Integer.BYTES;
		for (int i = in.readerIndex(); i <= last; i++) {
			if (in.getByte(i) == '\r' && in.getInt(i) == END) {
				return i + Integer.BYTES;
			}
		}
		return -1;
	}

}
