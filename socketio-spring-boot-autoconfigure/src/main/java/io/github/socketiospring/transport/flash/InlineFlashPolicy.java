package io.github.socketiospring.transport.flash;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Answers the request for the policy on the HTTP port, where the Flash player asks when
 * the policy port is silent. Looks at the first bytes of a connection only, and is gone
 * as soon as they are not that request.
 */
public final class InlineFlashPolicy extends ChannelInboundHandlerAdapter {

	private static final String NAME = "socketio.inlinePolicy";

	/** Who reads the first bytes: of HTTP/1.1, or of either version without TLS. */
	private static final List<String> DECODERS = List.of(NettyPipeline.HttpCodec, NettyPipeline.H2CUpgradeHandler);

	/** What a client may send behind its request without being cut off, in bytes. */
	private static final int MAX_REST = 128;

	private final PolicyRequest request = new PolicyRequest();

	private final FlashPolicy policy;

	private final Duration readTimeout;

	private final FlashPolicyObserver observer;

	private @Nullable Future<?> timeout;

	private InlineFlashPolicy(FlashPolicy policy, Duration readTimeout, FlashPolicyObserver observer) {
		this.policy = policy;
		this.readTimeout = readTimeout;
		this.observer = observer;
	}

	/**
	 * Watches a new connection; nothing happens if TLS still has to choose between
	 * HTTP/1.1 and HTTP/2.
	 * @param channel the connection
	 * @param policy what is sent
	 * @param readTimeout how long a client may take to complete a request that has begun,
	 * and again to read the answer
	 * @param observer is told of requests for the policy, and of their beginnings; called
	 * on the event loop
	 */
	public static void watch(Channel channel, FlashPolicy policy, Duration readTimeout, FlashPolicyObserver observer) {
		ChannelPipeline pipeline = channel.pipeline();
		for (String decoder : DECODERS) {
			if (pipeline.get(decoder) != null) {
				pipeline.addBefore(decoder, NAME, new InlineFlashPolicy(policy, readTimeout, observer));
				return;
			}
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
		if (!(message instanceof ByteBuf bytes)) {
			ctx.fireChannelRead(message);
			return;
		}
		switch (this.request.compare(bytes)) {
			case NO -> leave(ctx, bytes);
			case SO_FAR -> {
				bytes.release();
				awaitRest(ctx);
			}
			case COMPLETE -> {
				bytes.release();
				PolicyReport report = new PolicyReport(ctx.channel(), this.observer);
				ctx.pipeline().replace(this, NAME, new PolicyAnswer(this.policy, this.readTimeout, MAX_REST, report));
			}
		}
	}

	private void leave(ChannelHandlerContext ctx, ByteBuf bytes) {
		ctx.pipeline().remove(this);
		if (this.request.hasBegun()) {
			ctx.fireChannelRead(this.request.begin());
		}
		ctx.fireChannelRead(bytes);
	}

	private void awaitRest(ChannelHandlerContext ctx) {
		if (this.timeout == null && this.request.hasBegun()) {
			this.timeout = ctx.executor().schedule(() -> {
				new PolicyReport(ctx.channel(), this.observer).ended(FlashPolicyOutcome.TIMED_OUT);
				ctx.close();
			}, this.readTimeout.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (this.request.hasBegun()) {
			// The HTTP side has seen nothing that could make it read on.
			ctx.read();
		}
		ctx.fireChannelReadComplete();
	}

}
