package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.TimerWheel;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the engine after the web server has started, and closes it just before the web
 * server's graceful shutdown, which open polls and WebSockets would hold up.
 */
final class SocketIOLifecycle implements SmartLifecycle {

	private final EngineServer engine;

	private final TimerWheel timers;

	private volatile boolean running;

	SocketIOLifecycle(EngineServer engine, TimerWheel timers) {
		this.engine = engine;
		this.timers = timers;
	}

	@Override
	public void start() {
		this.timers.start();
		this.engine.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.engine.stop();
		this.timers.close();
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
