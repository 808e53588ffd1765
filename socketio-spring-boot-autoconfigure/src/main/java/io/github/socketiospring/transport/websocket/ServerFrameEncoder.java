package io.github.socketiospring.transport.websocket;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;

/**
 * Takes the place of Netty's encoder, which is the same but not shared.
 */
@Sharable
final class ServerFrameEncoder extends WebSocket13FrameEncoder {

	static final ServerFrameEncoder INSTANCE = new ServerFrameEncoder();

	private ServerFrameEncoder() {
		// A server's frames are not masked, so there is no state.
		super(false);
	}

}
