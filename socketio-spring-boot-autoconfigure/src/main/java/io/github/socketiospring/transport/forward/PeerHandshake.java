package io.github.socketiospring.transport.forward;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * Hands a WebSocket handshake on to another server, and keeps what comes behind its
 * answer until somebody takes it. Used on the channel's event loop only.
 */
final class PeerHandshake extends ChannelInboundHandlerAdapter {

	private final DefaultFullHttpRequest request;

	private final MonoSink<Outcome> sink;

	private @Nullable CompositeByteBuf early;

	PeerHandshake(DefaultFullHttpRequest request, MonoSink<Outcome> sink) {
		this.request = request;
		this.sink = sink;
	}

	/**
	 * What the other server has answered.
	 *
	 * @param status the status
	 * @param headers the headers
	 * @param body the body
	 * @param connection leads to the other server, if that has changed protocols
	 */
	record Outcome(HttpResponseStatus status, HttpHeaders headers, byte[] body, ChannelHandlerContext connection) {

		boolean isUpgrade() {
			return this.status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
		}

	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		ctx.writeAndFlush(this.request);
		ctx.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (message instanceof FullHttpResponse response) {
			answered(ctx, response);
		}
		else if (message instanceof ByteBuf bytes) {
			keep(ctx, bytes);
		}
		else {
			ReferenceCountUtil.release(message);
		}
	}

	private void answered(ChannelHandlerContext ctx, FullHttpResponse response) {
		try {
			byte[] body = new byte[response.content().readableBytes()];
			response.content().readBytes(body);
			Outcome outcome = new Outcome(response.status(), IncomingRequest.endToEnd(response.headers()), body, ctx);
			if (!response.decoderResult().isSuccess()) {
				this.sink.error(new IOException("no HTTP", response.decoderResult().cause()));
			}
			else if (outcome.isUpgrade()) {
				// Not from inside the codec, which is still at work.
				ctx.executor().execute(() -> upgraded(ctx, outcome));
			}
			else {
				this.sink.success(outcome);
				ctx.close();
			}
		}
		finally {
			response.release();
		}
	}

	private void upgraded(ChannelHandlerContext ctx, Outcome outcome) {
		if (ctx.isRemoved()) {
			this.sink.error(new IOException("closed"));
			return;
		}
		while (ctx.pipeline().first() != this) {
			// Gives the next one what it has not decoded.
			ctx.pipeline().removeFirst();
		}
		this.sink.success(outcome);
	}

	private void keep(ChannelHandlerContext ctx, ByteBuf bytes) {
		if (this.early == null) {
			this.early = ctx.alloc().compositeBuffer();
		}
		this.early.addComponent(true, bytes);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (this.early == null && ctx.pipeline().first() != this) {
			// The answer is not complete.
			ctx.read();
		}
	}

	/**
	 * Gives way to an end of a tunnel.
	 * @param ctx this handler's context
	 * @param end takes its place
	 * @param other gets what has come already
	 */
	static void replace(ChannelHandlerContext ctx, TunnelEnd end, TunnelEnd other) {
		PeerHandshake handshake = (PeerHandshake) ctx.handler();
		ByteBuf bytes = handshake.early;
		handshake.early = null;
		ctx.pipeline().replace(handshake, null, end);
		if (bytes != null) {
			other.write(bytes);
			other.flush();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.sink.error(new IOException("The other server has closed the connection"));
		ctx.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.early != null) {
			this.early.release();
			this.early = null;
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		this.sink.error(cause);
		ctx.close();
	}

}
