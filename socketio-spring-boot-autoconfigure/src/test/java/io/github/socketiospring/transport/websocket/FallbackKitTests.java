package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;
import io.github.socketiospring.testkit.WebSocketWire;

/**
 * What serves HTTP/2 and servers other than Reactor Netty.
 */
class FallbackKitTests extends TransportKit {

	static final WebSocketOptions OPTIONS = new WebSocketOptions(1_000_000, 1024, 60, null);

	static WebSocketTransport fallback() {
		return new WebSocketTransport(OPTIONS, null);
	}

	@Override
	protected void configure(TestServer.Builder builder) {
		builder.bean(WebSocketTransport.class, fallback());
	}

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new WebSocketWire(server));
	}

	@Override
	protected String transport() {
		return "websocket";
	}

}
