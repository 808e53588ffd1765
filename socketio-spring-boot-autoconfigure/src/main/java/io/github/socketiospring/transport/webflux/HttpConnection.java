package io.github.socketiospring.transport.webflux;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * One connection of HTTP/1.1: counts requests directly behind the codec, which hands a
 * request on when its head is complete, and with {@link EarlyBytes} in front of the codec
 * keeps what must not be decoded yet. Both are gone after an upgrade. Used on the
 * channel's event loop only.
 */
final class HttpConnection extends ChannelDuplexHandler {

	private static final String NAME = "socketio.http";

	private final String path;

	/** {@code null} if there are none. */
	private final @Nullable HttpConnectionTimeouts timeouts;

	private final EarlyBytes earlyBytes = new EarlyBytes(this);

	private int unanswered;

	/** Whether the last request is a WebSocket handshake and unanswered. */
	private boolean handshake;

	private boolean headStarted;

	private long deadline;

	private @Nullable ChannelHandlerContext context;

	private HttpConnection(String path, @Nullable HttpConnectionTimeouts timeouts) {
		this.path = path;
		this.timeouts = timeouts;
	}

	/**
	 * Puts handlers on both sides of the codec; nothing happens if there is none.
	 * @param pipeline the channel's handlers
	 * @param path part of the path of handshakes
	 * @param timeouts for connections that cannot become HTTP/2, or {@code null}
	 */
	static void begin(ChannelPipeline pipeline, String path, @Nullable HttpConnectionTimeouts timeouts) {
		// By its type: with cleartext HTTP/2 on offer it has a name of its own.
		ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
		if (codec != null) {
			boolean mayBecomeHttp2 = !codec.name().equals(NettyPipeline.HttpCodec);
			HttpConnection connection = new HttpConnection(path, mayBecomeHttp2 ? null : timeouts);
			pipeline.addBefore(codec.name(), EarlyBytes.NAME, connection.earlyBytes);
			pipeline.addAfter(codec.name(), NAME, connection);
		}
	}

	/** Finds a channel's connection, if it is still HTTP. */
	static @Nullable HttpConnection of(ChannelPipeline pipeline) {
		return (HttpConnection) pipeline.get(NAME);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
		if (this.timeouts != null) {
			rest(this.timeouts);
			this.timeouts.add(ctx.executor(), this);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.timeouts != null) {
			this.timeouts.remove(ctx.executor(), this);
		}
		if (ctx.pipeline().context(this.earlyBytes) != null) {
			ctx.pipeline().remove(this.earlyBytes);
		}
	}

	void closeIfLate() {
		if (this.context != null && this.unanswered == 0 && System.nanoTime() - this.deadline > 0) {
			this.context.close();
		}
	}

	private void rest(HttpConnectionTimeouts limits) {
		this.headStarted = false;
		this.deadline = System.nanoTime() + limits.idleNanos();
	}

	/** In front of the codec: a head has begun, unless it is a request's body. */
	void bytesReceived() {
		if (this.timeouts != null && this.unanswered == 0 && !this.headStarted) {
			this.headStarted = true;
			this.deadline = System.nanoTime() + this.timeouts.headNanos();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (message instanceof HttpRequest request) {
			requested(request);
		}
		else if (this.handshake && message instanceof LastHttpContent) {
			this.earlyBytes.keep();
		}
		else if (this.handshake && message instanceof ByteBuf bytes) {
			// What the codec has not decoded when it makes room for that of WebSockets.
			this.earlyBytes.keep(ctx, bytes);
			return;
		}
		ctx.fireChannelRead(message);
	}

	private void requested(HttpRequest request) {
		this.unanswered++;
		this.headStarted = false;
		this.handshake = isHandshake(request);
		if (this.handshake && !HttpUtil.isContentLengthSet(request) && !HttpUtil.isTransferEncodingChunked(request)) {
			// It may be answered before its end is handed on.
			this.earlyBytes.keep();
		}
	}

	private boolean isHandshake(HttpRequest request) {
		return request.method().equals(HttpMethod.GET) && request.uri().contains(this.path)
				&& request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response
				&& response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
			// Later, because the handlers for what follows are not in place yet.
			promise.addListener((written) -> ctx.executor().execute(this::upgraded));
		}
		else if (message instanceof LastHttpContent && !isInterim(message) && --this.unanswered == 0) {
			answered(ctx);
		}
		ctx.write(message, promise);
	}

	private static boolean isInterim(Object message) {
		return message instanceof HttpResponse response
				&& response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
	}

	/** The last request's answer is about to be written. */
	private void answered(ChannelHandlerContext ctx) {
		if (this.timeouts != null) {
			rest(this.timeouts);
		}
		if (!this.earlyBytes.isPassingOn()) {
			ctx.executor().execute(() -> readOn(ctx));
		}
		if (this.handshake) {
			this.handshake = false;
			ctx.executor().execute(this.earlyBytes::letGo);
		}
	}

	/**
	 * Reactor Netty keeps a request that comes in before the last answer is complete, as
	 * it may when a client has counted the bytes of a file; and when another thread has
	 * given that answer, the client may have read all of it before. When Reactor Netty
	 * gets to the request, it may answer before it has seen its end, and never read on
	 * (issue 4361). Answers that are given at once are not concerned.
	 */
	private void readOn(ChannelHandlerContext ctx) {
		if (this.unanswered == 0 && ctx.channel().isActive()) {
			ctx.channel().read();
		}
	}

	/** Lets the early bytes go to where the codec was, and is gone. */
	void upgraded() {
		ChannelHandlerContext ctx = this.context;
		if (ctx != null && !ctx.isRemoved()) {
			this.handshake = false;
			this.earlyBytes.letGo();
			ctx.pipeline().remove(this);
		}
	}

}
