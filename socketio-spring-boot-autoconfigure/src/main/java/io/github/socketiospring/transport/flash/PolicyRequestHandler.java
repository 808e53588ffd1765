package io.github.socketiospring.transport.flash;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the request on a connection to the policy server, and closes the connection
 * as soon as it is another one.
 */
final class PolicyRequestHandler extends ChannelInboundHandlerAdapter {

	private final PolicyRequest request = new PolicyRequest();

	private final FlashPolicy policy;

	private final FlashPolicyServerOptions options;

	private final PolicyReport report;

	private @Nullable Future<?> timeout;

	private boolean decided;

	PolicyRequestHandler(FlashPolicy policy, FlashPolicyServerOptions options, PolicyReport report) {
		this.policy = policy;
		this.options = options;
		this.report = report;
	}

	/** The time a TLS handshake takes is counted, too. */
	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		Duration time = this.options.readTimeout();
		this.timeout = ctx.executor()
			.schedule(() -> close(ctx, FlashPolicyOutcome.TIMED_OUT), time.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		ctx.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		try {
			if (!this.decided && message instanceof ByteBuf bytes) {
				decide(ctx, bytes);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void decide(ChannelHandlerContext ctx, ByteBuf bytes) {
		switch (this.request.compare(bytes)) {
			case NO -> close(ctx, FlashPolicyOutcome.REFUSED);
			case COMPLETE -> {
				this.decided = true;
				int rest = this.options.maxRequestBytes() - this.request.received();
				ctx.pipeline()
					.replace(this, null, new PolicyAnswer(this.policy, this.options.readTimeout(), rest, this.report));
			}
			case SO_FAR -> {
			}
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (!this.decided) {
			ctx.read();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.report.ended(FlashPolicyOutcome.ABORTED);
		ctx.fireChannelInactive();
	}

	/** Such as a reset, or a failed TLS handshake. */
	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		close(ctx, FlashPolicyOutcome.ABORTED);
	}

	private void close(ChannelHandlerContext ctx, FlashPolicyOutcome outcome) {
		this.decided = true;
		this.report.ended(outcome);
		ctx.close();
	}

}
