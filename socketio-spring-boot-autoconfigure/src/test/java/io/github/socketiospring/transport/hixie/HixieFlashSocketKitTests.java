package io.github.socketiospring.transport.hixie;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class HixieFlashSocketKitTests extends LegacyTransportKit {

	HixieFlashSocketKitTests() {
		super(LegacyTransport.HIXIE_FLASHSOCKET);
	}

}
