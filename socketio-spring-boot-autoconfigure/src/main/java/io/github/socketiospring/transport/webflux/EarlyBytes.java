package io.github.socketiospring.transport.webflux;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a client sends behind a WebSocket handshake before that is answered. Only
 * the answer tells what those bytes are: frames, or another HTTP request. The HTTP codec
 * would take them for a request, and part of them for the blank lines that may stand
 * before one.
 * <p>
 * Stands below the HTTP codec, which hands each request on before it looks at what
 * follows: so those bytes can be taken out of the buffer that it is decoding. Used on the
 * channel's event loop only.
 */
final class EarlyBytes extends ChannelDuplexHandler {

	static final String NAME = "socketio.earlyBytes";

	/** With so many bytes kept, nothing more is read before the answer. */
	private static final int MAX_KEPT = 64 * 1024;

	private static final byte LINE_FEED = '\n';

	private final HttpConnection connection;

	private boolean keeping;

	private @Nullable ByteBuf kept;

	private boolean readPutOff;

	private boolean passingOn;

	/** What the codec is decoding. */
	private @Nullable ByteBuf current;

	/** Whether the codec has kept the beginning of a line, to join it with the rest. */
	private boolean lineOpen;

	private @Nullable ChannelHandlerContext context;

	EarlyBytes(HttpConnection connection) {
		this.connection = connection;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.keeping = false;
		ByteBuf bytes = takeKept();
		if (bytes != null) {
			bytes.release();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (message instanceof ByteBuf bytes) {
			this.connection.bytesReceived();
			pass(ctx, bytes);
		}
		else {
			ctx.fireChannelRead(message);
		}
	}

	/** Tells whether what the client sent is being handled at this moment. */
	boolean isPassingOn() {
		return this.passingOn;
	}

	private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
		this.passingOn = true;
		if (this.keeping || !this.lineOpen || endLine(ctx, bytes)) {
			if (this.keeping) {
				keep(ctx, bytes);
			}
			else {
				decode(ctx, bytes);
			}
		}
		this.passingOn = false;
	}

	/**
	 * Gives the codec the rest of a line, which it copies. What follows is left in a
	 * buffer of its own.
	 * @return whether anything follows
	 */
	private boolean endLine(ChannelHandlerContext ctx, ByteBuf bytes) {
		int length = bytes.bytesBefore(LINE_FEED) + 1;
		this.lineOpen = length == 0;
		if (length == 0 || length == bytes.readableBytes()) {
			ctx.fireChannelRead(bytes);
			return false;
		}
		ctx.fireChannelRead(bytes.readRetainedSlice(length));
		return true;
	}

	private void decode(ChannelHandlerContext ctx, ByteBuf bytes) {
		// The codec may release it before it hands the last request on.
		this.current = bytes.retain();
		try {
			ctx.fireChannelRead(bytes);
		}
		finally {
			this.current = null;
			this.lineOpen = bytes.isReadable();
			bytes.release();
		}
	}

	/** Keeps all that follows the message that the codec is handing on. */
	void keep() {
		ByteBuf bytes = this.current;
		this.keeping = true;
		if (bytes != null && bytes.isReadable() && this.context != null) {
			keep(this.context, bytes.readRetainedSlice(bytes.readableBytes()));
		}
	}

	/**
	 * Keeps more.
	 * @param bytes what the codec has not decoded, or comes later
	 */
	void keep(ChannelHandlerContext ctx, ByteBuf bytes) {
		this.keeping = true;
		ByteBuf before = this.kept;
		this.kept = (before != null) ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, bytes)
				: bytes;
	}

	private @Nullable ByteBuf takeKept() {
		ByteBuf bytes = this.kept;
		this.kept = null;
		return bytes;
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		if (this.kept != null && this.kept.readableBytes() >= MAX_KEPT) {
			this.readPutOff = true;
		}
		else {
			ctx.read();
		}
	}

	/**
	 * Gives what was kept to the handler that stands next now: the codec, or after an
	 * upgrade the decoder of frames.
	 */
	void letGo() {
		ChannelHandlerContext ctx = this.context;
		if (ctx == null || !this.keeping) {
			return;
		}
		this.keeping = false;
		ByteBuf bytes = takeKept();
		if (bytes != null) {
			pass(ctx, bytes);
			ctx.fireChannelReadComplete();
		}
		if (this.readPutOff) {
			this.readPutOff = false;
			read(ctx);
		}
	}

}
