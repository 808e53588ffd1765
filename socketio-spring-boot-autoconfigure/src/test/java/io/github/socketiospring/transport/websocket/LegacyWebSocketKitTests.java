package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class LegacyWebSocketKitTests extends LegacyTransportKit {

	LegacyWebSocketKitTests() {
		super(LegacyTransport.WEBSOCKET);
	}

}
