package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.admin.SocketIOAdmin;

import org.springframework.context.SmartLifecycle;

/**
 * Shows the admin page numbers while the server runs.
 */
final class AdminLifecycle implements SmartLifecycle {

	private final SocketIOAdmin admin;

	private volatile boolean running;

	AdminLifecycle(SocketIOAdmin admin) {
		this.admin = admin;
	}

	@Override
	public void start() {
		this.admin.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.admin.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return SocketIOLifecycle.PHASE;
	}

}
