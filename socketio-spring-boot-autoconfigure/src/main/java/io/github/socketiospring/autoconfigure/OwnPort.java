package io.github.socketiospring.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.function.SingletonSupplier;

/**
 * Opens a port for clients of Socket.IO as early as the application's, and closes it when
 * all of them have gone. It keeps the application alive if nothing else does.
 */
final class OwnPort implements SmartLifecycle {

	/** Where Boot has the application's own ports, too. */
	private static final String PORTS = "server.ports";

	private static final String LOCAL_PORT = "local.socketio.port";

	private static final Log logger = LogFactory.getLog(OwnPort.class);

	/** One for all starts, as Boot's own: what looks at its channels is added once. */
	private final SingletonSupplier<WebServer> factory;

	private final ConfigurableEnvironment environment;

	private volatile @Nullable WebServer server;

	/**
	 * Creates a port that is closed.
	 * @param factory makes the server, when the port is opened for the first time
	 * @param environment is told of the port
	 */
	OwnPort(Supplier<WebServer> factory, ConfigurableEnvironment environment) {
		this.factory = SingletonSupplier.of(factory);
		this.environment = environment;
	}

	/** Returns the server, {@code null} if it does not run. */
	@Nullable WebServer server() {
		return this.server;
	}

	@Override
	public void start() {
		WebServer started = this.factory.obtain();
		started.start();
		this.server = started;
		publish(started.getPort());
		logger.info("Clients of Socket.IO have port " + started.getPort() + " for themselves");
	}

	@SuppressWarnings("unchecked")
	private void publish(int port) {
		MutablePropertySources sources = this.environment.getPropertySources();
		PropertySource<?> source = sources.get(PORTS);
		if (source == null) {
			source = new MapPropertySource(PORTS, new HashMap<>());
			sources.addFirst(source);
		}
		((Map<String, Object>) source.getSource()).put(LOCAL_PORT, port);
	}

	@Override
	public void stop() {
		WebServer running = this.server;
		this.server = null;
		if (running != null) {
			running.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.server != null;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
	}

}
