package io.github.socketiospring.transport.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Stands before Netty's WebSocket decoder, which answers an invalid close frame by
 * closing the channel after an empty write. That write is dropped here, so that the
 * exception which follows it can be answered with the status the client has to see.
 */
@Sharable
final class InvalidCloseGuard extends ChannelOutboundHandlerAdapter {

	static final InvalidCloseGuard INSTANCE = new InvalidCloseGuard();

	private InvalidCloseGuard() {
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (msg != Unpooled.EMPTY_BUFFER) {
			ctx.write(msg, promise);
		}
	}

}
