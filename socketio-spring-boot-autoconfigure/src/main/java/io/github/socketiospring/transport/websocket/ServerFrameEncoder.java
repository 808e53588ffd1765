package io.github.socketiospring.transport.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;

/**
 * Takes the place of Netty's encoder, which is the same but not shared. It also guards
 * the close status: Netty's decoder, right behind it, answers an invalid close frame by
 * closing the channel after an empty write. That write is dropped here, so that the
 * exception which follows it can be answered with the status the client has to see.
 */
@Sharable
final class ServerFrameEncoder extends WebSocket13FrameEncoder {

	static final ServerFrameEncoder INSTANCE = new ServerFrameEncoder();

	private ServerFrameEncoder() {
		// A server's frames are not masked, so there is no state.
		super(false);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Exception {
		if (msg != Unpooled.EMPTY_BUFFER) {
			super.write(ctx, msg, promise);
		}
	}

}
