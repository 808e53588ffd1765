package io.github.socketiospring.transport.hixie;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/**
 * Decodes the frames of draft 76: text between the bytes 0 and 255, and the closing
 * handshake 255, 0. Netty's own decoder loses the first byte of a frame that arrives in
 * pieces.
 */
final class HixieFrameDecoder extends ByteToMessageDecoder {

	private static final byte END = (byte) 0xff;

	private final int maxLength;

	/** The number of bytes of an unfinished frame that hold no end. */
	private int searched;

	private boolean over;

	HixieFrameDecoder(int maxLength) {
		this.maxLength = maxLength;
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf input, List<Object> frames) {
		if (this.over) {
			input.skipBytes(input.readableBytes());
			return;
		}
		int start = input.readerIndex();
		byte type = input.getByte(start);
		if (type == 0) {
			text(input, start + 1, frames);
		}
		else if (type != END || (input.readableBytes() > 1 && input.getByte(start + 1) != 0)) {
			this.over = true;
			throw new CorruptedFrameException("neither a text frame nor the closing handshake");
		}
		else if (input.readableBytes() > 1) {
			this.over = true;
			input.skipBytes(2);
			frames.add(new CloseWebSocketFrame());
		}
	}

	private void text(ByteBuf input, int start, List<Object> frames) {
		int end = input.indexOf(start + this.searched, input.writerIndex(), END);
		int length = ((end >= 0) ? end : input.writerIndex()) - start;
		if (length > this.maxLength) {
			this.over = true;
			throw new TooLongFrameException("frame larger than " + this.maxLength);
		}
		if (end < 0) {
			this.searched = length;
			return;
		}
		this.searched = 0;
		frames.add(new TextWebSocketFrame(input.retainedSlice(start, length)));
		input.readerIndex(end + 1);
	}

}
