package io.github.socketiospring.transport.legacy;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class LegacyHtmlFileKitTests extends LegacyTransportKit {

	LegacyHtmlFileKitTests() {
		super(LegacyTransport.HTMLFILE);
	}

}
