package io.github.socketiospring.transport.forward;

import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;
import io.github.socketiospring.testkit.PollingWire;

/**
 * Polling whose requests all go to another server than the one that holds the session.
 */
class ForwardedPollingKitTests extends TransportKit {

	@Override
	protected TestServer start(TestServer.Builder builder) {
		return ForwardCluster.ownerBehindOthers(builder);
	}

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new PollingWire(server));
	}

	@Override
	protected String transport() {
		return "polling";
	}

}
