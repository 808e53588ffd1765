package io.github.socketiospring.transport.forward;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldTransportKit;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.Wire;
import io.github.socketiospring.testkit.JsonpWire;

/**
 * JSONP of Engine.IO 3 by way of other servers.
 */
class ForwardedEio3JsonpKitTests extends OldTransportKit {

	@Override
	protected TestServer start(TestServer.Builder builder) {
		return ForwardCluster.ownerBehindOthers(builder);
	}

	@Override
	protected Wire wire(TestServer server) {
		return new JsonpWire(server, new Eio3Dialect());
	}

	@Override
	protected String transport() {
		return "polling";
	}

}
