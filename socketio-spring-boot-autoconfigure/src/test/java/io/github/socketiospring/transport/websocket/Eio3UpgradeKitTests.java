package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldTransportKit;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.UpgradeWire;
import io.github.socketiospring.testkit.Wire;

class Eio3UpgradeKitTests extends OldTransportKit {

	@Override
	protected Wire wire(TestServer server) {
		return new UpgradeWire(server, new Eio3Dialect(), "&t=Ab1");
	}

	@Override
	protected String transport() {
		return "websocket";
	}

}
