package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.UpgradeWire;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;

class UpgradeKitTests extends TransportKit {

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new UpgradeWire(server));
	}

	@Override
	protected String transport() {
		return "websocket";
	}

}
