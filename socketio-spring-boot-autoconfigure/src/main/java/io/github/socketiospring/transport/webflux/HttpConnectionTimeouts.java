package io.github.socketiospring.transport.webflux;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes HTTP connections that take too long over the head of a request, or stay open
 * without one. Requests that wait for an answer, such as polls, are left alone, and so
 * are WebSockets. A connection is looked at once per head time-out, so it is closed up to
 * that much late. Safe for use by any thread; one serves all connections of a server.
 */
public final class HttpConnectionTimeouts {

	private static final String BYTES = "socketio.requestBytes";

	private static final String REQUESTS = "socketio.requestTimeouts";

	private final long headNanos;

	private final long idleNanos;

	/** By event loop. */
	private final Map<EventExecutor, Watch> watches = new ConcurrentHashMap<>();

	/**
	 * Sets time-outs for a server.
	 * @param head how long the head of a request may take
	 * @param idle how long a connection may stay open between requests
	 */
	public HttpConnectionTimeouts(Duration head, Duration idle) {
		this.headNanos = head.toNanos();
		this.idleNanos = idle.toNanos();
	}

	/**
	 * Watches a new connection; nothing happens if it does not speak HTTP/1.1.
	 * @param channel the connection, whose HTTP codec is in place already
	 */
	public void watch(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			Requests requests = new Requests();
			pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, requests.new Bytes());
			pipeline.addAfter(NettyPipeline.HttpCodec, REQUESTS, requests);
		}
	}

	/**
	 * Watches the connections of one event loop, which alone uses this. They share a
	 * timer: with one for each the loop would set its clock anew for every connection
	 * that comes or goes.
	 */
	private final class Watch implements Runnable {

		private final EventExecutor eventLoop;

		private final Set<Requests> connections = new HashSet<>();

		private @Nullable Future<?> timer;

		Watch(EventExecutor eventLoop) {
			this.eventLoop = eventLoop;
		}

		void add(Requests connection) {
			this.connections.add(connection);
			if (this.timer == null) {
				long interval = HttpConnectionTimeouts.this.headNanos;
				this.timer = this.eventLoop.scheduleAtFixedRate(this, interval, interval, TimeUnit.NANOSECONDS);
			}
		}

		void remove(Requests connection) {
			this.connections.remove(connection);
		}

		@Override
		public void run() {
			List.copyOf(this.connections).forEach(Requests::closeIfLate);
			if (this.connections.isEmpty() && this.timer != null) {
				this.timer.cancel(false);
				this.timer = null;
			}
		}

	}

	/**
	 * Counts requests behind the codec, which see their heads only when they are
	 * complete.
	 */
	private final class Requests extends ChannelDuplexHandler {

		private int unanswered;

		/** Whether what the client sent is being handled at this moment. */
		private boolean reading;

		private boolean headStarted;

		private long deadline;

		private @Nullable ChannelHandlerContext context;

		@Override
		public void handlerAdded(ChannelHandlerContext ctx) {
			this.context = ctx;
			rest();
			watch(ctx).add(this);
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext ctx) {
			watch(ctx).remove(this);
		}

		private Watch watch(ChannelHandlerContext ctx) {
			return HttpConnectionTimeouts.this.watches.computeIfAbsent(ctx.executor(), Watch::new);
		}

		private void closeIfLate() {
			if (this.context != null && this.unanswered == 0 && System.nanoTime() - this.deadline > 0) {
				this.context.close();
			}
		}

		private void rest() {
			this.headStarted = false;
			this.deadline = System.nanoTime() + HttpConnectionTimeouts.this.idleNanos;
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			if (message instanceof HttpRequest) {
				this.unanswered++;
				this.headStarted = false;
			}
			ctx.fireChannelRead(message);
		}

		@Override
		public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
			if (message instanceof HttpResponse response
					&& response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
				promise.addListener((written) -> forget(ctx));
			}
			else if (message instanceof LastHttpContent && !isInterim(message) && --this.unanswered == 0) {
				rest();
				if (!this.reading) {
					ctx.executor().execute(() -> readOn(ctx));
				}
			}
			ctx.write(message, promise);
		}

		/**
		 * Reactor Netty keeps a request that comes in before the last answer is complete,
		 * as it may when a client has counted the bytes of a file; and when another
		 * thread has given that answer, the client may have read all of it before. When
		 * Reactor Netty gets to the request, it may answer before it has seen its end,
		 * and never read on (issue 4361). Answers that are given at once are not
		 * concerned.
		 */
		private void readOn(ChannelHandlerContext ctx) {
			if (this.unanswered == 0 && ctx.channel().isActive()) {
				ctx.channel().read();
			}
		}

		private static void forget(ChannelHandlerContext ctx) {
			if (!ctx.isRemoved()) {
				ctx.pipeline().remove(REQUESTS);
				ctx.pipeline().remove(BYTES);
			}
		}

		private static boolean isInterim(Object message) {
			return message instanceof HttpResponse response
					&& response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
		}

		/**
		 * Notices in front of the codec that a head has begun.
		 */
		private final class Bytes extends ChannelInboundHandlerAdapter {

			@Override
			public void channelRead(ChannelHandlerContext ctx, Object message) {
				Requests requests = Requests.this;
				if (requests.unanswered == 0 && !requests.headStarted) {
					requests.headStarted = true;
					requests.deadline = System.nanoTime() + HttpConnectionTimeouts.this.headNanos;
				}
				requests.reading = true;
				try {
					ctx.fireChannelRead(message);
				}
				finally {
					requests.reading = false;
				}
			}

		}

	}

}
