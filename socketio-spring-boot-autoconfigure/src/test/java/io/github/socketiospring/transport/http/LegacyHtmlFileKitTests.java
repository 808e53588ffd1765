package io.github.socketiospring.transport.http;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;

class LegacyHtmlFileKitTests extends LegacyTransportKit {

	LegacyHtmlFileKitTests() {
		super(LegacyTransport.HTMLFILE);
	}

}
