package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;

class WebSocketKitTests extends TransportKit {

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new WebSocketWire(server));
	}

	@Override
	protected String transport() {
		return "websocket";
	}

}
