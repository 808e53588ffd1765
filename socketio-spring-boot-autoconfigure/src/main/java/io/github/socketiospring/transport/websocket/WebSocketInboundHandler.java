package io.github.socketiospring.transport.websocket;

import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

import io.github.socketiospring.codec.text.PlainText;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames, and enforces what RFC 6455 asks for: the order of fragments,
 * their size and number, UTF-8, close codes; and bounded pongs.
 */
abstract class WebSocketInboundHandler extends ChannelInboundHandlerAdapter {

	static final int CONTINUATION = 0x0;

	static final int TEXT = 0x1;

	static final int BINARY = 0x2;

	static final int CLOSE = 0x8;

	static final int PING = 0x9;

	static final int PONG = 0xA;

	private static final int NO_CODE = -1;

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
	 * Something has failed. That frames could not be sent because the channel has closed
	 * is nothing new: {@link #channelInactive} tells that.
	 */
	@Override
	public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (!(cause instanceof ClosedChannelException)) {
			failed(cause);
		}
	}

	/**
	 * Ends the session and closes the channel.
	 * @param cause what has failed
	 */
	abstract void failed(Throwable cause);

	final NettyWebSocketConnection connection() {
		return this.connection;
	}

	/**
	 * Handles a frame.
	 * @param ctx the handler's context
	 * @param opcode its opcode
	 * @param isFinal whether it is the last of its message
	 * @param payload its payload
	 */
	final void handle(ChannelHandlerContext ctx, int opcode, boolean isFinal, byte[] payload) {
		FrameReceiver receiver = this.connection.receiver();
		if (receiver == null || this.ended) {
			return;
		}
		switch (opcode) {
			case TEXT -> data(receiver, isFinal, payload, true);
			case BINARY -> data(receiver, isFinal, payload, false);
			case CONTINUATION -> continuation(receiver, isFinal, payload);
			case PING -> pong(ctx, payload);
			case CLOSE -> close(payload);
			default -> {
				// A pong that nobody has asked for.
			}
		}
	}

	private void data(FrameReceiver receiver, boolean isFinal, byte[] payload, boolean text) {
		if (this.message != null) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR, "new message before the last one was complete");
		}
		else if (!isFinal) {
			this.message = NONE;
			this.messageLength = 0;
			this.fragments = 0;
			this.messageIsText = text;
			append(payload);
		}
		else if (payload.length > this.options.maxMessageSize()) {
			tooLarge();
		}
		else if (text && !PlainText.isUtf8(payload, 0, payload.length)) {
			invalidText();
		}
		else {
			deliver(receiver, payload, payload.length, text);
		}
	}

	private void continuation(FrameReceiver receiver, boolean isFinal, byte[] payload) {
		if (this.message == null) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR, "continuation without a message");
			return;
		}
		if (!append(payload) || !isFinal) {
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

	private boolean append(byte[] payload) {
		byte[] current = this.message;
		if (current == null || ++this.fragments > this.options.maxFragments()) {
			limited("max-fragments");
			fail(WebSocketCloseStatus.POLICY_VIOLATION, "more than " + this.options.maxFragments() + " fragments");
			return false;
		}
		if (payload.length > this.options.maxMessageSize() - this.messageLength) {
			tooLarge();
			return false;
		}
		int needed = this.messageLength + payload.length;
		if (needed > current.length) {
			int capacity = Math.min(Math.max(needed, 2 * current.length), this.options.maxMessageSize());
			current = Arrays.copyOf(current, capacity);
			this.message = current;
		}
		System.arraycopy(payload, 0, current, this.messageLength, payload.length);
		this.messageLength = needed;
		return true;
	}

	private void deliver(FrameReceiver receiver, byte[] data, int length, boolean text) {
		if (text) {
			receiver.receiveText(this.connection, data, 0, length);
		}
		else {
			receiver.receiveBinary(this.connection, (data.length == length) ? data : Arrays.copyOf(data, length));
		}
	}

	private void pong(ChannelHandlerContext ctx, byte[] payload) {
		if (++this.pendingPongs > this.options.maxPendingPongs()) {
			limited("max-pending-pongs");
			fail(WebSocketCloseStatus.POLICY_VIOLATION,
					"more than " + this.options.maxPendingPongs() + " unread pongs");
			return;
		}
		ctx.write(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload))).addListener((future) -> this.pendingPongs--);
		this.connection.flushNeeded();
		if (this.pendingPongs == this.options.maxPendingPongs() && ctx.channel().isWritable()) {
			// A read batch may hold more pings than may be pending; those can leave.
			ctx.flush();
		}
	}

	private void close(byte[] payload) {
		if (payload.length == 1) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR, "invalid close frame");
			return;
		}
		int code = (payload.length > 0) ? (payload[0] & 0xFF) << 8 | payload[1] & 0xFF : NO_CODE;
		if (code != NO_CODE && !isValidCloseCode(code)) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR, "invalid close code");
			return;
		}
		if (payload.length > 2 && !PlainText.isUtf8(payload, 2, payload.length - 2)) {
			invalidText();
			return;
		}
		this.connection.closeNow((code != NO_CODE) ? new WebSocketCloseStatus(code, "", false) : null);
		FrameReceiver receiver = this.connection.lastReceiver();
		if (!this.ended && receiver != null) {
			this.ended = true;
			receiver.connectionClosed(this.connection,
					(code != NO_CODE) ? "the client closed the WebSocket with code " + code : null);
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

	private void limited(String limit) {
		FrameReceiver receiver = this.connection.lastReceiver();
		if (receiver != null) {
			receiver.limited(limit);
		}
	}

	/** Counts a message that is larger than it may be. */
	final void sizeLimited() {
		limited("max-http-buffer-size");
	}

	final void fail(WebSocketCloseStatus status, String description) {
		if (WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(status)) {
			sizeLimited();
		}
		this.message = null;
		this.connection.closeNow(status);
		end(CloseReason.TRANSPORT_ERROR, description);
	}

	final void end(CloseReason reason, @Nullable String description) {
		FrameReceiver receiver = this.connection.lastReceiver();
		if (!this.ended) {
			this.ended = true;
			if (receiver != null) {
				receiver.connectionEnded(this.connection, reason, description);
			}
		}
	}

}
