package io.github.socketiospring.transport.websocket;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Keeps the bytes that came together with the handshake. The HTTP codec lets them go
 * behind the WebSocket decoder, where they would be lost.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {

	private final Queue<ByteBuf> bytes = new ArrayDeque<>(1);

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof ByteBuf early) {
			this.bytes.add(early);
		}
		else {
			ctx.fireChannelRead(msg);
		}
	}

	/**
	 * Gives the bytes to another handler.
	 * @param decoder the context of the handler that decodes frames
	 */
	void giveTo(ChannelHandlerContext decoder) throws Exception {
		if (this.bytes.isEmpty()) {
			return;
		}
		ChannelInboundHandler handler = (ChannelInboundHandler) decoder.handler();
		ByteBuf part;
		while ((part = this.bytes.poll()) != null) {
			handler.channelRead(decoder, part);
		}
		handler.channelReadComplete(decoder);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.bytes.forEach(ReferenceCountUtil::release);
		this.bytes.clear();
	}

}
