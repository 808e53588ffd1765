package io.github.socketiospring.transport.toy;

import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;
import io.github.socketiospring.testkit.UpgradeWire;

/**
 * A session moves from polling to a third transport.
 */
class ToyUpgradeKitTests extends TransportKit {

	@Override
	protected void configure(TestServer.Builder builder) {
		builder.configuration(ToyConfiguration.class);
	}

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new UpgradeWire(server, (sid) -> new ToyWire(server, sid)));
	}

	@Override
	protected String transport() {
		return "toy";
	}

}
