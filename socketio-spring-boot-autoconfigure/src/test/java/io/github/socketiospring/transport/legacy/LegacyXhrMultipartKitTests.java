package io.github.socketiospring.transport.legacy;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class LegacyXhrMultipartKitTests extends LegacyTransportKit {

	LegacyXhrMultipartKitTests() {
		super(LegacyTransport.XHR_MULTIPART);
	}

}
