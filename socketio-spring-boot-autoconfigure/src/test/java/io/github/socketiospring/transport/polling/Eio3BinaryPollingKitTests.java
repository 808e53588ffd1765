package io.github.socketiospring.transport.polling;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldTransportKit;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.Wire;

class Eio3BinaryPollingKitTests extends OldTransportKit {

	@Override
	protected Wire wire(TestServer server) {
		return new PollingWire(server, new Eio3Dialect(), "&t=Ab1");
	}

	@Override
	protected String transport() {
		return "polling";
	}

}
