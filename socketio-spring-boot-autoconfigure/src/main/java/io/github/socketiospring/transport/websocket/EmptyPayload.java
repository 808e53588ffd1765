package io.github.socketiospring.transport.websocket;

import java.nio.ByteBuffer;
import java.util.NoSuchElementException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferWrapper;

/**
 * The payload of an empty message for sessions of servlet containers: Spring drops
 * messages there whose payload says that it is empty, and sends one frame for each buffer
 * of the others.
 */
final class EmptyPayload extends DataBufferWrapper {

	EmptyPayload(DataBuffer empty) {
		super(empty);
	}

	@Override
	public int readableByteCount() {
		return 1;
	}

	@Override
	public ByteBufferIterator readableByteBuffers() {
		return new OneEmptyBuffer();
	}

	private static final class OneEmptyBuffer implements ByteBufferIterator {

		private boolean taken;

		@Override
		public boolean hasNext() {
			return !this.taken;
		}

		@Override
		public ByteBuffer next() {
			if (this.taken) {
				throw new NoSuchElementException();
			}
			this.taken = true;
			return ByteBuffer.allocate(0);
		}

		@Override
		public void close() {
		}

	}

}
