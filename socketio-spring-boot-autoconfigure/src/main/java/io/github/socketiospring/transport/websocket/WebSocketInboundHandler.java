package io.github.socketiospring.transport.websocket;

import java.util.Arrays;

import io.github.socketiospring.codec.engineio.PlainText;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames right behind Netty's decoder, and enforces what RFC 6455 asks for beyond
 * what that decoder checks: reserved bits, UTF-8, close codes, the size and the number of
 * fragments, and bounded pongs.
 */
final class WebSocketInboundHandler extends ChannelInboundHandlerAdapter {

	private static final byte[] NONE = {};

	private final NettyWebSocketConnection connection;

	private final WebSocketOptions options;

	/** The fragments of an unfinished message, or {@code null} if there is none. */
	private byte @Nullable [] message;

	private int messageLength;

	private int fragments;

	private boolean messageIsText;

	private int pendingPongs;

	private boolean ended;

	WebSocketInboundHandler(NettyWebSocketConnection connection, WebSocketOptions options) {
		this.connection = connection;
		this.options = options;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (!(msg instanceof WebSocketFrame frame)) {
			ctx.fireChannelRead(msg);
			return;
		}
		this.connection.readStarted();
		try {
			handle(ctx, frame);
		}
		finally {
			ReferenceCountUtil.release(frame);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.connection.readCompleted();
		ctx.fireChannelReadComplete();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (ctx.channel().isWritable()) {
			this.connection.wakeUp();
		}
		ctx.fireChannelWritabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		end(CloseReason.TRANSPORT_CLOSE, null);
		ctx.fireChannelInactive();
	}

	/**
	 * The decoder has already told the client what it did wrong, and closed the channel,
	 * unless it was a close frame that was wrong.
	 */
	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof DecompressionException) {
			inflationFailed(cause);
			return;
		}
		WebSocketCloseStatus status = (cause instanceof CorruptedWebSocketFrameException corrupted)
				? corrupted.closeStatus() : null;
		end(CloseReason.TRANSPORT_ERROR, cause.getClass().getSimpleName() + ": " + cause.getMessage());
		this.connection.closeNow(status);
	}

	private void inflationFailed(Throwable cause) {
		// What is not too large, is not deflated.
		if (String.valueOf(cause.getMessage()).contains("maximum size")) {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG, "inflated message too large");
		}
		else {
			fail(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "message cannot be inflated");
		}
	}

	/**
	 * Handles a frame without releasing it.
	 * @param ctx the handler's context
	 * @param frame the frame
	 */
	private void handle(ChannelHandlerContext ctx, WebSocketFrame frame) {
		FrameReceiver receiver = this.connection.receiver();
		if (receiver == null || this.ended) {
			return;
		}
		// "MUST be 0 unless an extension is negotiated"; that extension has cleared its
		// bit.
		if (frame.rsv() != 0) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits are set");
		}
		else if (frame instanceof TextWebSocketFrame) {
			data(receiver, frame, true);
		}
		else if (frame instanceof BinaryWebSocketFrame) {
			data(receiver, frame, false);
		}
		else if (frame instanceof ContinuationWebSocketFrame) {
			continuation(receiver, frame);
		}
		else if (frame instanceof PingWebSocketFrame) {
			pong(ctx, frame);
		}
		else if (frame instanceof CloseWebSocketFrame close) {
			close(close);
		}
	}

	private void data(FrameReceiver receiver, WebSocketFrame frame, boolean text) {
		if (!frame.isFinalFragment()) {
			this.message = NONE;
			this.messageLength = 0;
			this.fragments = 0;
			this.messageIsText = text;
			append(frame.content());
			return;
		}
		ByteBuf content = frame.content();
		if (content.readableBytes() > this.options.maxMessageSize()) {
			tooLarge();
			return;
		}
		byte[] bytes = bytes(content);
		if (text && !PlainText.isUtf8(bytes, 0, bytes.length)) {
			invalidText();
			return;
		}
		deliver(receiver, bytes, bytes.length, text);
	}

	private void continuation(FrameReceiver receiver, WebSocketFrame frame) {
		if (this.message == null) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR, "continuation without a message");
			return;
		}
		if (!append(frame.content()) || !frame.isFinalFragment()) {
			return;
		}
		byte[] whole = this.message;
		this.message = null;
		if (this.messageIsText && !PlainText.isUtf8(whole, 0, this.messageLength)) {
			invalidText();
			return;
		}
		deliver(receiver, whole, this.messageLength, this.messageIsText);
	}

	private boolean append(ByteBuf content) {
		int length = content.readableBytes();
		byte[] current = this.message;
		if (current == null || ++this.fragments > this.options.maxFragments()) {
			fail(WebSocketCloseStatus.POLICY_VIOLATION, "more than " + this.options.maxFragments() + " fragments");
			return false;
		}
		int needed = this.messageLength + length;
		if (needed > this.options.maxMessageSize()) {
			tooLarge();
			return false;
		}
		if (needed > current.length) {
			int capacity = Math.min(Math.max(needed, 2 * current.length), this.options.maxMessageSize());
			current = Arrays.copyOf(current, capacity);
			this.message = current;
		}
		content.getBytes(content.readerIndex(), current, this.messageLength, length);
		this.messageLength = needed;
		return true;
	}

	private static byte[] bytes(ByteBuf content) {
		byte[] bytes = new byte[content.readableBytes()];
		content.getBytes(content.readerIndex(), bytes);
		return bytes;
	}

	private static void deliver(FrameReceiver receiver, byte[] data, int length, boolean text) {
		if (text) {
			receiver.text(data, 0, length);
		}
		else {
			receiver.binary((data.length == length) ? data : Arrays.copyOf(data, length));
		}
	}

	private void pong(ChannelHandlerContext ctx, WebSocketFrame ping) {
		if (++this.pendingPongs > this.options.maxPendingPongs()) {
			fail(WebSocketCloseStatus.POLICY_VIOLATION,
					"more than " + this.options.maxPendingPongs() + " unread pongs");
			return;
		}
		ctx.write(new PongWebSocketFrame(ping.content().retainedDuplicate()))
			.addListener((future) -> this.pendingPongs--);
		this.connection.flushNeeded();
		if (this.pendingPongs == this.options.maxPendingPongs() && ctx.channel().isWritable()) {
			// A read batch may hold more pings than may be pending; those can leave.
			ctx.flush();
		}
	}

	private void close(CloseWebSocketFrame frame) {
		int code = frame.statusCode();
		if (code != -1 && !isValidCloseCode(code)) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR, "invalid close code");
			return;
		}
		this.connection.closeNow((code != -1) ? new WebSocketCloseStatus(code, "", false) : null);
		FrameReceiver receiver = this.connection.lastReceiver();
		if (!this.ended && receiver != null) {
			this.ended = true;
			receiver.closed((code != -1) ? "the client closed the WebSocket with code " + code : null);
		}
	}

	/** RFC 6455, 7.4, and the registry of codes. */
	private static boolean isValidCloseCode(int code) {
		return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
	}

	private void tooLarge() {
		fail(WebSocketCloseStatus.MESSAGE_TOO_BIG, "message larger than " + this.options.maxMessageSize());
	}

	private void invalidText() {
		fail(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text is not UTF-8");
	}

	private void fail(WebSocketCloseStatus status, String description) {
		this.message = null;
		this.connection.closeNow(status);
		end(CloseReason.TRANSPORT_ERROR, description);
	}

	private void end(CloseReason reason, @Nullable String description) {
		FrameReceiver receiver = this.connection.lastReceiver();
		if (!this.ended) {
			this.ended = true;
			if (receiver != null) {
				receiver.ended(reason, description);
			}
		}
	}

}
