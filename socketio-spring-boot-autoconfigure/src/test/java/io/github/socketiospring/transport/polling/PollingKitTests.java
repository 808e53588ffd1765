package io.github.socketiospring.transport.polling;

import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;

class PollingKitTests extends TransportKit {

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new PollingWire(server));
	}

	@Override
	protected String transport() {
		return "polling";
	}

}
