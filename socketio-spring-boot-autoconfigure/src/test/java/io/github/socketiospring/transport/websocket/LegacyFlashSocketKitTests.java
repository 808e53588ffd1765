package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class LegacyFlashSocketKitTests extends LegacyTransportKit {

	LegacyFlashSocketKitTests() {
		super(LegacyTransport.FLASHSOCKET);
	}

}
