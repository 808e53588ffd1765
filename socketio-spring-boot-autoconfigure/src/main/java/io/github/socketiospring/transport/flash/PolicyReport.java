package io.github.socketiospring.transport.flash;

import java.net.SocketAddress;

import io.netty.channel.Channel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells how one connection went: the first outcome counts. Used on the connection's event
 * loop.
 */
final class PolicyReport {

	private static final Log logger = LogFactory.getLog(FlashPolicyServer.class);

	private final FlashPolicyObserver observer;

	/** A closed channel may no longer know it. */
	private final @Nullable SocketAddress peer;

	private boolean ended;

	PolicyReport(Channel channel, FlashPolicyObserver observer) {
		this.peer = channel.remoteAddress();
		this.observer = observer;
	}

	void ended(FlashPolicyOutcome outcome) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		if (logger.isDebugEnabled()) {
			logger.debug("Flash policy, connection from " + this.peer + ": " + outcome);
		}
		try {
			this.observer.ended(outcome);
		}
		catch (RuntimeException ex) {
			logger.warn("The observer of the policy server failed", ex);
		}
	}

}
