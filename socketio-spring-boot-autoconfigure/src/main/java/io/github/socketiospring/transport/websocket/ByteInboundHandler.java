package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.engine.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Takes a channel's bytes, in the place of Netty's decoder: no extension is in use.
 */
final class ByteInboundHandler extends WebSocketInboundHandler implements FrameReader.FrameConsumer {

	private final FrameReader reader;

	private @Nullable ChannelHandlerContext context;

	ByteInboundHandler(NettyWebSocketConnection connection, WebSocketOptions options, ByteBufAllocator allocator) {
		super(connection, options);
		this.reader = new FrameReader(allocator, options.maxMessageSize(), this);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.reader.stop();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof ByteBuf bytes) {
			connection().readStarted();
			this.reader.read(bytes);
		}
		else {
			ctx.fireChannelRead(msg);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.reader.stop();
		super.channelInactive(ctx);
	}

	@Override
	void failed(Throwable cause) {
		this.reader.stop();
		end(CloseReason.TRANSPORT_ERROR, cause.getClass().getSimpleName() + ": " + cause.getMessage());
		connection().closeNow(null);
	}

	@Override
	public void frame(int opcode, boolean isFinal, byte[] payload) {
		if (this.context != null) {
			handle(this.context, opcode, isFinal, payload);
		}
		if (connection().isClosing()) {
			// Nothing that follows counts, for as long as the channel stays open.
			this.reader.stop();
		}
	}

	@Override
	public void violation(WebSocketCloseStatus status, String description) {
		fail(status, description);
	}

}
