package io.github.socketiospring.transport.polling;

import io.github.socketiospring.testkit.JsonpWire;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;

class JsonpKitTests extends TransportKit {

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new JsonpWire(server));
	}

	@Override
	protected String transport() {
		return "polling";
	}

}
