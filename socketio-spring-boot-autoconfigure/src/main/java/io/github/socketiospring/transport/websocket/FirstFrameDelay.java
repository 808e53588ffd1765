package io.github.socketiospring.transport.websocket;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first frame of a WebSocket back until the client can have seen that its
 * handshake was answered. A client such as Node.js's {@code ws} handles all that it reads
 * at once in one turn of its loop; code that awaits "open" before it listens for messages
 * then misses a frame that came with the answer. Separate segments do not help: a client
 * that is woken up by the first usually reads both.
 * <p>
 * Nearest to the channel, and used on its event loop only. It ends itself when its time
 * is over, or when the client sends something, which it does not before it is open.
 */
final class FirstFrameDelay extends ChannelDuplexHandler {

	/**
	 * How long a client may take to be woken up and to read the answer. Of 500 clients on
	 * a machine with five busy processes for each processor, 4 missed a frame that came 3
	 * ms later, one missed a frame after 10 ms and none after 20 ms.
	 */
	static final int MILLISECONDS = 20;

	private @Nullable Future<?> end;

	private boolean flushNeeded;

	/**
	 * Keeps back what is written from now on. The answer must have been written.
	 * @param pipeline the channel's handlers
	 */
	static void begin(ChannelPipeline pipeline) {
		pipeline.addFirst(new FirstFrameDelay());
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.end = ctx.executor().schedule(() -> ctx.pipeline().remove(this), MILLISECONDS, TimeUnit.MILLISECONDS);
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		this.flushNeeded = true;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		ctx.pipeline().remove(this);
		ctx.fireChannelRead(msg);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.end != null) {
			this.end.cancel(false);
		}
		if (this.flushNeeded) {
			ctx.flush();
		}
	}

}
