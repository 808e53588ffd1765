package io.github.socketiospring.transport.forward;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One end of a tunnel: writes what it reads to the other end, and reads on when the other
 * end has written enough of it. When one end is closed, the other is, as soon as it has
 * written the rest. Both are on one event loop, and used there only.
 */
final class TunnelEnd extends ChannelInboundHandlerAdapter {

	/** How long an end that is over has to write the rest, in seconds. */
	private static final int REST_SECONDS = 10;

	private @Nullable TunnelEnd other;

	private @Nullable ChannelHandlerContext context;

	/** Whether reading waits for the other end. */
	private boolean suspended;

	private boolean used;

	/**
	 * Joins two ends, which are in the pipelines of their channels already.
	 * @param one an end
	 * @param two the other
	 */
	static void join(TunnelEnd one, TunnelEnd two) {
		one.other = two;
		two.other = one;
	}

	/**
	 * Lets the bytes flow.
	 * @param one an end
	 * @param two the other, with which it is joined
	 */
	static void start(TunnelEnd one, TunnelEnd two) {
		one.begin();
		two.begin();
	}

	/** Begins to read, unless the connection has ended before there was a tunnel. */
	private void begin() {
		readOn();
		if (this.other != null && (this.context == null || !this.context.channel().isActive())) {
			this.other.close();
		}
	}

	/** Whether anything has been read. */
	boolean isUsed() {
		return this.used;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
		ctx.channel().config().setAutoRead(false);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		TunnelEnd target = this.other;
		if (target == null || !(message instanceof ByteBuf bytes)) {
			ReferenceCountUtil.release(message);
			return;
		}
		this.used = true;
		target.write(bytes);
	}

	/** Writes bytes to where this end leads; they are the caller's no more. */
	void write(ByteBuf bytes) {
		ChannelHandlerContext ctx = this.context;
		if (ctx != null) {
			ctx.write(bytes);
		}
		else {
			bytes.release();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (this.other != null) {
			this.other.flush();
			readOn();
		}
	}

	void flush() {
		if (this.context != null) {
			this.context.flush();
		}
	}

	/**
	 * Reads, unless the other end has too much to write. Channels do not by themselves.
	 */
	private void readOn() {
		TunnelEnd target = this.other;
		ChannelHandlerContext ctx = this.context;
		if (target != null && ctx != null) {
			this.suspended = target.context != null && !target.context.channel().isWritable();
			if (!this.suspended) {
				ctx.read();
			}
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (ctx.channel().isWritable() && this.other != null && this.other.suspended) {
			this.other.readOn();
		}
		ctx.fireChannelWritabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		if (this.other != null) {
			this.other.close();
		}
		ctx.fireChannelInactive();
	}

	private void close() {
		ChannelHandlerContext ctx = this.context;
		if (ctx != null && ctx.channel().isActive()) {
			ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
			ctx.executor().schedule(() -> ctx.close(), REST_SECONDS, TimeUnit.SECONDS);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		// Either connection was lost.
		ctx.close();
	}

}
