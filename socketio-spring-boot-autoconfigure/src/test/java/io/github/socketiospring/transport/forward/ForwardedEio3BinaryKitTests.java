package io.github.socketiospring.transport.forward;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldTransportKit;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.Wire;
import io.github.socketiospring.testkit.PollingWire;

/**
 * Polling of Engine.IO 3, binary payloads included, by way of other servers.
 */
class ForwardedEio3BinaryKitTests extends OldTransportKit {

	@Override
	protected TestServer start(TestServer.Builder builder) {
		return ForwardCluster.ownerBehindOthers(builder);
	}

	@Override
	protected Wire wire(TestServer server) {
		return new PollingWire(server, new Eio3Dialect(), "&t=Ab1");
	}

	@Override
	protected String transport() {
		return "polling";
	}

}
