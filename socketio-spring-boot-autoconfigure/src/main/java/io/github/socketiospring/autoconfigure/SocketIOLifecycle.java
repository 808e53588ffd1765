package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.stream.Collectors;

import io.github.socketiospring.engine.EngineServer;
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

	private final EngineServer engine;

	private volatile boolean running;

	private final @Nullable DefaultSocketIOServer server;

	private final Duration drain;

	private final String path;

	private final String clients;

	private final @Nullable String others;

	SocketIOLifecycle(EngineServer engine, @Nullable DefaultSocketIOServer server, Duration drain, String path,
			String clients, @Nullable String others) {
		this.engine = engine;
		this.server = server;
		this.drain = drain;
		this.path = path;
		this.clients = clients;
		this.others = others;
	}

	@Override
	public void start() {
		this.engine.start();
		this.running = true;
		if (this.server == null) {
			logger.warn("The SocketIOServer bean is the application's own, such as a mock: no Socket.IO clients are "
					+ "served, and no handlers are registered");
		}
		else if (logger.isInfoEnabled()) {
			logger.info("Socket.IO at " + this.path + " for clients " + this.clients + ", namespaces "
					+ this.server.served().stream().sorted().collect(Collectors.joining(", "))
					+ ((this.others != null) ? ", other servers through " + this.others : ""));
		}
	}

	/** Holds up no thread while clients go one after the other. */
	@Override
	public void stop(Runnable callback) {
		if (this.drain.isZero()) {
			stop();
			callback.run();
			return;
		}
		this.running = false;
		logger.info("Disconnecting " + this.engine.size() + " clients over " + this.drain.toMillis() + " ms");
		this.engine.stop(this.drain, () -> handOver(callback));
	}

	/** The last client's thread may be an event loop. */
	private void handOver(Runnable callback) {
		new Thread(() -> {
			awaitHandlers();
			callback.run();
		}, "socketio-shutdown").start();
	}

	@Override
	public void stop() {
		this.running = false;
		this.engine.stop();
		awaitHandlers();
	}

	/**
	 * Handlers still use other beans, which are destroyed when all phases have stopped.
	 */
	private void awaitHandlers() {
		try {
			if (this.server != null && !this.server.awaitLastHandlers()) {
				logger.warn("Handlers still run though the last client has gone, and are not waited for any longer; "
						+ "socketio.handlers.shutdown-timeout gives them more time");
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
