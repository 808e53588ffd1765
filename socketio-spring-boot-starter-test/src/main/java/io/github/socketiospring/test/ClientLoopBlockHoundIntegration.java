package io.github.socketiospring.test;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound, where tests use it, where the threads of clients wait for something
 * to do. Public, because it is loaded as a service.
 */
public final class ClientLoopBlockHoundIntegration implements BlockHoundIntegration {

	private static final String TASKS = "io.github.socketiospring.test.ClientLoop$Tasks";

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(TASKS, "poll");
		builder.allowBlockingCallsInside(TASKS, "offer");
	}

}
