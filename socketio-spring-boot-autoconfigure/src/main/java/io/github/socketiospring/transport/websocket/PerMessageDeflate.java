package io.github.socketiospring.transport.websocket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;

/**
 * The permessage-deflate extension (RFC 7692).
 */
final class PerMessageDeflate {

	private PerMessageDeflate() {
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
