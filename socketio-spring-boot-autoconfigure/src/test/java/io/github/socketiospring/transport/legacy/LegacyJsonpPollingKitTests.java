package io.github.socketiospring.transport.legacy;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class LegacyJsonpPollingKitTests extends LegacyTransportKit {

	LegacyJsonpPollingKitTests() {
		super(LegacyTransport.JSONP_POLLING);
	}

}
