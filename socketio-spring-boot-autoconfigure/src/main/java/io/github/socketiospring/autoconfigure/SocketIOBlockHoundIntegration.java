package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.handshake.SessionIds;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound, where an application uses it, what only looks like blocking: ids of
 * sessions are read from the system's random device, which never waits.
 */
public final class SocketIOBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("io.github.socketiospring.handshake.SessionIds", "next");
	}

}
