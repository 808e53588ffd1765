package io.github.socketiospring.transport.legacy;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class LegacyXhrPollingKitTests extends LegacyTransportKit {

	LegacyXhrPollingKitTests() {
		super(LegacyTransport.XHR_POLLING);
	}

}
