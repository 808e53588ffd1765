package io.github.socketiospring.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Writes bytes of frames: replies in one buffer, broadcasts in a buffer that is encoded
 * once for all.
 */
final class EncodedConnection extends FloorChannels.Connection {

	private static final int MAX_LENGTH_IN_BYTE = 125;

	private static final int MAX_HEADER = 4;

	private static final byte TEXT = (byte) 0x81;

	private final Channel channel;

	private @Nullable ByteBuf replies;

	EncodedConnection(FloorChannels channels, Channel channel) {
		super(channels, channel);
		this.channel = channel;
	}

	@Override
	public void reply(ByteBuf message) {
		if (this.replies == null) {
			this.replies = this.channel.alloc().directBuffer();
			flushLater();
		}
		encode(message, this.replies);
	}

	@Override
	ByteBuf share(ByteBuf message) {
		return encode(message, this.channel.alloc().directBuffer(MAX_HEADER + message.readableBytes()));
	}

	@Override
	void deliver(ByteBuf shared) {
		writeReplies();
		write(shared);
	}

	@Override
	void flush() {
		writeReplies();
		super.flush();
	}

	private void writeReplies() {
		if (this.replies != null) {
			ByteBuf written = this.replies;
			this.replies = null;
			this.channel.write(written, this.channel.voidPromise());
		}
	}

	@Override
	void closed() {
		if (this.replies != null) {
			this.replies.release();
			this.replies = null;
		}
	}

	private static ByteBuf encode(ByteBuf message, ByteBuf out) {
		int length = message.readableBytes();
		out.writeByte(TEXT);
		if (length <= MAX_LENGTH_IN_BYTE) {
			out.writeByte(length);
		}
		else {
			out.writeByte(MAX_LENGTH_IN_BYTE + 1).writeShort(length);
		}
		return out.writeBytes(message, message.readerIndex(), length);
	}

}
