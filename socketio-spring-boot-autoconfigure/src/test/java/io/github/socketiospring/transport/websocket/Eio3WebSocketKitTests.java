package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldTransportKit;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;

class Eio3WebSocketKitTests extends OldTransportKit {

	@Override
	protected Wire wire(TestServer server) {
		return new WebSocketWire(server, new Eio3Dialect(), "");
	}

	@Override
	protected String transport() {
		return "websocket";
	}

}
