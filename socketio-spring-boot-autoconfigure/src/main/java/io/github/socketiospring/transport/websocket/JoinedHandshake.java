package io.github.socketiospring.transport.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;

/**
 * Lets the answer to a browser's WebSocket handshake leave together with the first frame,
 * which follows at once. In browsers "open" and each message are tasks of their own, so
 * code that awaits the one does not miss the other; see {@link FirstFrameDelay}.
 * <p>
 * Nearest to the channel, it tells that the answer was written when it has been handed
 * over, and flushes when it is removed.
 */
final class JoinedHandshake extends ChannelOutboundHandlerAdapter {

	/**
	 * Puts this in place, until it is {@linkplain #end ended}, or until the event loop,
	 * which is the calling thread, has done what it is doing.
	 * @param pipeline the channel's handlers
	 */
	void begin(ChannelPipeline pipeline) {
		pipeline.addFirst(this);
		pipeline.channel().eventLoop().execute(() -> end(pipeline));
	}

	/**
	 * Lets leave what was written from now on.
	 * @param pipeline the channel's handlers
	 */
	void end(ChannelPipeline pipeline) {
		if (pipeline.context(this) != null) {
			pipeline.remove(this);
		}
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		ctx.write(msg, ctx.voidPromise());
		promise.trySuccess();
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		// When this is removed.
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		ctx.flush();
	}

}
