package io.github.socketiospring.transport.websocket;

import java.util.List;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import reactor.netty.NettyPipeline;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The permessage-deflate extension (RFC 7692).
 */
final class PerMessageDeflate {

	private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

	private PerMessageDeflate() {
	}

	/**
	 * Offers the extension to a client that asks for it. Not left to Reactor Netty, which
	 * sets no limit to what a message may inflate to.
	 * @param pipeline the channel's handlers, before the handshake
	 * @param request the handshake
	 * @param options how to compress
	 * @param maxMessageSize the largest inflated frame, in bytes
	 */
	static void negotiate(ChannelPipeline pipeline, ServerHttpRequest request, DeflateOptions options,
			int maxMessageSize) {
		List<String> offers = request.getHeaders().getOrEmpty(EXTENSIONS);
		if (offers.isEmpty()) {
			return;
		}
		WebSocketServerExtensionHandler handler = new WebSocketServerExtensionHandler(
				new DeflateHandshaker(options, maxMessageSize));
		DefaultHttpRequest handshake = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
		handshake.headers()
			.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
			.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
			.set(EXTENSIONS, String.join(",", offers));
		try {
			handler.channelRead(pipeline.lastContext(), handshake);
		}
		catch (Exception ex) {
			// An offer that cannot be parsed is declined.
			return;
		}
		// By its type: with cleartext HTTP/2 on offer the codec has a name of its own.
		String codec = pipeline.context(HttpServerCodec.class).name();
		pipeline.addAfter(codec, NettyPipeline.WsCompressionHandler, handler);
	}

	/**
	 * Tells whether a channel's messages may be compressed.
	 * @param pipeline the channel's handlers, after the handshake
	 * @return {@code true} if client and server agreed on it
	 */
	static boolean isNegotiated(ChannelPipeline pipeline) {
		for (var entry : pipeline) {
			ChannelHandler handler = entry.getValue();
			if (handler instanceof WebSocketExtensionDecoder) {
				return true;
			}
		}
		return false;
	}

}
