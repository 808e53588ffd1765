package io.github.socketiospring.transport.webflux;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Watches the HTTP/1.1 connections of a Reactor Netty server, on both sides of its codec:
 * keeps what comes behind a WebSocket handshake until that is answered, and closes
 * connections that are late. Safe for use by any thread; one serves all connections of a
 * server.
 */
public final class HttpConnections {

	private final String path;

	private final @Nullable HttpConnectionTimeouts timeouts;

	/**
	 * Creates a watcher.
	 * @param path the engine's path; other WebSocket handshakes are left alone
	 * @param timeouts closes late connections, or {@code null} for no time-outs
	 */
	public HttpConnections(String path, @Nullable HttpConnectionTimeouts timeouts) {
		this.path = path;
		this.timeouts = timeouts;
	}

	/**
	 * Watches a new connection; nothing happens if it does not speak HTTP/1.1.
	 * @param channel the connection, whose HTTP codec is in place already, unless TLS
	 * still has to choose it
	 */
	public void watch(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			pipeline.addAfter(NettyPipeline.H2OrHttp11Codec, null, new Negotiation());
		}
		else {
			HttpConnection.begin(pipeline, this.path, this.timeouts);
		}
	}

	/**
	 * Hands what a client has sent too early to the first of a channel's handlers that
	 * takes bytes. To be called on the event loop when WebSocket handlers have taken the
	 * HTTP codec's place, or is done by itself soon after.
	 * @param pipeline the channel's handlers
	 */
	public static void upgraded(ChannelPipeline pipeline) {
		HttpConnection connection = HttpConnection.of(pipeline);
		if (connection != null) {
			connection.upgraded();
		}
	}

	/**
	 * Waits behind the handler that puts the codec in place which TLS has chosen.
	 */
	private final class Negotiation extends ChannelInboundHandlerAdapter {

		@Override
		public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
			if (event instanceof SslHandshakeCompletionEvent) {
				HttpConnections connections = HttpConnections.this;
				HttpConnection.begin(ctx.pipeline(), connections.path, connections.timeouts);
				ctx.pipeline().remove(this);
			}
			ctx.fireUserEventTriggered(event);
		}

	}

}
