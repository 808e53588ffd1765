package io.github.socketiospring.transport.forward;

import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.LegacyTransportKit;
import io.github.socketiospring.testkit.TestServer;

/**
 * The transport of protocol 1 by way of other servers.
 */
class ForwardedLegacyXhrPollingKitTests extends LegacyTransportKit {

	@Override
	protected TestServer start(TestServer.Builder builder) {
		return ForwardCluster.ownerBehindOthers(builder);
	}

	ForwardedLegacyXhrPollingKitTests() {
		super(LegacyTransport.XHR_POLLING);
	}

}
