package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.transport.flash.FlashPolicyBindException;
import io.github.socketiospring.transport.flash.FlashPolicyServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the policy server when the web server accepts the connections it allows, and
 * stops it before that. Without fail-fast, the application does without it if its port
 * cannot be had.
 */
final class PolicyServerLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(PolicyServerLifecycle.class);

	private final FlashPolicyServer server;

	private final boolean failFast;

	private volatile boolean running;

	PolicyServerLifecycle(FlashPolicyServer server, boolean failFast) {
		this.server = server;
		this.failFast = failFast;
	}

	@Override
	public void start() {
		try {
			this.server.start();
		}
		catch (FlashPolicyBindException ex) {
			if (this.failFast) {
				throw ex;
			}
			logger.warn(ex.getMessage() + ". The application runs without it. " + ex.action());
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.server.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

}
