package io.github.socketiospring.transport.forward;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldTransportKit;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.Wire;
import io.github.socketiospring.testkit.UpgradeWire;

/**
 * Upgrades of Engine.IO 3 by way of other servers.
 */
class ForwardedEio3UpgradeKitTests extends OldTransportKit {

	@Override
	protected TestServer start(TestServer.Builder builder) {
		return ForwardCluster.ownerBehindOthers(builder);
	}

	@Override
	protected Wire wire(TestServer server) {
		return new UpgradeWire(server, new Eio3Dialect(), "&t=Ab1");
	}

	@Override
	protected String transport() {
		return "websocket";
	}

}
