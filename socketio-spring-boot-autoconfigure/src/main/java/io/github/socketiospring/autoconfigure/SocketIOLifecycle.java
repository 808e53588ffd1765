package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.stream.Collectors;

import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.DefaultSocketIOServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the engine after the web server has started, and closes it just before the web
 * server's graceful shutdown, which open polls and WebSockets would hold up.
 */
final class SocketIOLifecycle implements SmartLifecycle {

	static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;

	private static final Log logger = LogFactory.getLog(SocketIOLifecycle.class);

	/** How long adapters may take to start, and to stop. */
	private static final Duration ADAPTER_TIMEOUT = Duration.ofSeconds(30);

	private final EngineServer engine;

	private final TimerWheel timers;

	private volatile boolean running;

	private final @Nullable DefaultSocketIOServer server;

	private final Duration handlerTimeout;

	private final String path;

	private final String clients;

	SocketIOLifecycle(EngineServer engine, TimerWheel timers, @Nullable DefaultSocketIOServer server,
			Duration handlerTimeout, String path, String clients) {
		this.engine = engine;
		this.timers = timers;
		this.server = server;
		this.handlerTimeout = handlerTimeout;
		this.path = path;
		this.clients = clients;
	}

	@Override
	public void start() {
		this.timers.start();
		startAdapters();
		this.engine.start();
		this.running = true;
		if (this.server == null) {
			logger.warn("The SocketIOServer bean is the application's own, such as a mock: no Socket.IO clients are "
					+ "served, and no handlers are registered");
		}
		else if (logger.isInfoEnabled()) {
			logger.info("Socket.IO at " + this.path + " for clients " + this.clients + ", namespaces "
					+ this.server.served().stream().sorted().collect(Collectors.joining(", ")));
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.engine.stop();
		awaitHandlers();
		stopAdapters();
		this.timers.close();
	}

	private void startAdapters() {
		try {
			if (this.server != null) {
				this.server.start().block(ADAPTER_TIMEOUT);
			}
		}
		catch (RuntimeException ex) {
			// What is not running is not stopped, but some of them have started.
			stopAdapters();
			throw ex;
		}
	}

	private void stopAdapters() {
		try {
			if (this.server != null) {
				this.server.stop().block(ADAPTER_TIMEOUT);
			}
		}
		catch (IllegalStateException ex) {
			logger.warn("Adapters have not stopped within " + ADAPTER_TIMEOUT.toSeconds() + " s", ex);
		}
	}

	/**
	 * Handlers still use other beans, which are destroyed when all phases have stopped.
	 */
	private void awaitHandlers() {
		try {
			if (this.server != null && !this.server.awaitHandlers(this.handlerTimeout)) {
				logger.warn("Handlers still run " + this.handlerTimeout.toMillis()
						+ " ms after the last client has gone; socketio.handlers.shutdown-timeout gives them more time");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
