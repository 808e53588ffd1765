package io.github.socketiospring.transport.websocket;

import java.util.zip.DataFormatException;

import io.github.socketiospring.engine.CloseReason;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Takes the frames of Netty's decoder, where an extension such as permessage-deflate
 * stands between, or frames are of another kind.
 */
public final class FrameInboundHandler extends WebSocketInboundHandler {

	/**
	 * Creates a handler.
	 * @param connection takes the messages
	 * @param options bounds on WebSockets
	 */
	public FrameInboundHandler(NettyWebSocketConnection connection, WebSocketOptions options) {
		super(connection, options);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (!(msg instanceof WebSocketFrame frame)) {
			ctx.fireChannelRead(msg);
			return;
		}
		connection().readStarted();
		try {
			// "MUST be 0 unless an extension is negotiated"; that extension has cleared
			// its bit.
			if (frame.rsv() != 0) {
				fail(WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits are set");
			}
			else {
				handle(ctx, opcode(frame), frame.isFinalFragment(), ByteBufUtil.getBytes(frame.content()));
			}
		}
		finally {
			ReferenceCountUtil.release(frame);
		}
	}

	private static int opcode(WebSocketFrame frame) {
		if (frame instanceof TextWebSocketFrame) {
			return TEXT;
		}
		if (frame instanceof BinaryWebSocketFrame) {
			return BINARY;
		}
		if (frame instanceof ContinuationWebSocketFrame) {
			return CONTINUATION;
		}
		if (frame instanceof PingWebSocketFrame) {
			return PING;
		}
		return (frame instanceof CloseWebSocketFrame) ? CLOSE : PONG;
	}

	/** Tells the client what the decoder says is wrong, and closes the channel. */
	@Override
	void failed(Throwable cause) {
		if (cause instanceof DecompressionException) {
			inflationFailed(cause);
			return;
		}
		WebSocketCloseStatus status = (cause instanceof CorruptedWebSocketFrameException corrupted)
				? corrupted.closeStatus() : null;
		if (WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(status) || cause instanceof TooLongFrameException) {
			sizeLimited();
		}
		end(CloseReason.TRANSPORT_ERROR, cause.getClass().getSimpleName() + ": " + cause.getMessage());
		connection().closeNow(status);
	}

	private void inflationFailed(Throwable cause) {
		// The inflater says what it cannot read; the bound on its output is Netty's own.
		if (cause.getCause() instanceof DataFormatException) {
			fail(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "message cannot be inflated");
		}
		else {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG, "inflated message too large");
		}
	}

}
