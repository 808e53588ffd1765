package io.github.socketiospring.transport.toy;

import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TransportKit;

/**
 * A third transport does all that every transport must do.
 */
class ToyKitTests extends TransportKit {

	@Override
	protected void configure(TestServer.Builder builder) {
		builder.configuration(ToyConfiguration.class);
	}

	@Override
	protected KitClient client(TestServer server) {
		return new SocketIoClient(new ToyWire(server, ""));
	}

	@Override
	protected String transport() {
		return "toy";
	}

}
