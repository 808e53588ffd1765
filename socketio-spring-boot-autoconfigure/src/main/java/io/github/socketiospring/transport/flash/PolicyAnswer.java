package io.github.socketiospring.transport.flash;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends the policy and ends the connection. It is not closed before the client has done
 * so, or time is over: closing a connection on which something unread arrives resets it,
 * and clients may lose an answer they have not read yet.
 */
final class PolicyAnswer extends ChannelInboundHandlerAdapter {

	private final FlashPolicy policy;

	private final Duration time;

	private final PolicyReport report;

	private int rest;

	private boolean written;

	private @Nullable Future<?> timeout;

	/**
	 * Creates an answer.
	 * @param policy what is sent
	 * @param time how long the client may take to read it
	 * @param rest how many more bytes the client may send, which are ignored
	 * @param report is told how it went
	 */
	PolicyAnswer(FlashPolicy policy, Duration time, int rest, PolicyReport report) {
		this.policy = policy;
		this.time = time;
		this.rest = rest;
		this.report = report;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.timeout = ctx.executor()
			.schedule(() -> close(ctx, FlashPolicyOutcome.TIMED_OUT), this.time.toNanos(), TimeUnit.NANOSECONDS);
		ctx.writeAndFlush(this.policy.answer()).addListener((written) -> {
			if (written.isSuccess()) {
				this.report.ended(FlashPolicyOutcome.SERVED);
				end(ctx);
			}
			else {
				close(ctx, FlashPolicyOutcome.ABORTED);
			}
		});
	}

	private void end(ChannelHandlerContext ctx) {
		// TLS has its own way to say that there is no more.
		if (ctx.channel() instanceof DuplexChannel channel && ctx.pipeline().get(SslHandler.class) == null) {
			this.written = true;
			channel.shutdownOutput();
			ctx.read();
		}
		else {
			ctx.close();
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		this.rest -= (message instanceof ByteBuf bytes) ? bytes.readableBytes() : 0;
		ReferenceCountUtil.release(message);
		if (this.written && this.rest < 0) {
			ctx.close();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (this.written) {
			ctx.read();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.report.ended(FlashPolicyOutcome.ABORTED);
		ctx.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		close(ctx, FlashPolicyOutcome.ABORTED);
	}

	private void close(ChannelHandlerContext ctx, FlashPolicyOutcome outcome) {
		this.report.ended(outcome);
		ctx.close();
	}

}
