package io.github.socketiospring.transport.polling;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.JsonpWire;
import io.github.socketiospring.testkit.OldTransportKit;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.Wire;

class Eio3JsonpKitTests extends OldTransportKit {

	@Override
	protected Wire wire(TestServer server) {
		return new JsonpWire(server, new Eio3Dialect());
	}

	@Override
	protected String transport() {
		return "polling";
	}

}
