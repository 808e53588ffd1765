package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.DefaultSocketIOServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Starts timers and adapters before the web server listens: while other servers cannot be
 * reached, no client is served. Stops them when the web server has served its last
 * request, which may still have something to tell the other servers.
 */
final class AdapterLifecycle implements SmartLifecycle {

	static final int PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;

	private static final Log logger = LogFactory.getLog(AdapterLifecycle.class);

	/** How long adapters may take to stop. */
	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

	/** What adapters that keep their time need to say why they have not started. */
	private static final Duration GRACE = Duration.ofSeconds(5);

	private final TimerWheel timers;

	private final @Nullable DefaultSocketIOServer server;

	private final Duration startTimeout;

	private volatile boolean running;

	/**
	 * Creates the life cycle.
	 * @param timers started before the adapters, and stopped after them
	 * @param server whose adapters are started; {@code null} if the application has one
	 * of its own
	 * @param startTimeout after which adapters are to have started or failed
	 */
	AdapterLifecycle(TimerWheel timers, @Nullable DefaultSocketIOServer server, Duration startTimeout) {
		this.timers = timers;
		this.server = server;
		this.startTimeout = startTimeout;
	}

	@Override
	public void start() {
		this.timers.start();
		try {
			if (this.server != null) {
				Duration limit = this.startTimeout.plus(GRACE);
				this.server.start().timeout(limit, Mono.error(() -> new AdapterTimeoutException(limit))).block();
			}
		}
		catch (RuntimeException ex) {
			// What is not running is not stopped, but some of them have started.
			stop();
			throw ex;
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			if (this.server != null) {
				this.server.stop().block(STOP_TIMEOUT);
			}
		}
		catch (IllegalStateException ex) {
			logger.warn("Adapters have not stopped within " + STOP_TIMEOUT.toSeconds() + " s", ex);
		}
		this.timers.close();
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
