package io.github.socketiospring.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.ConnectionListener;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.SecretRooms;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * The namespace that the official admin page connects to.
 */
public final class SocketIOAdmin implements ConnectionListener {

	private static final Log logger = LogFactory.getLog(SocketIOAdmin.class);

	/** What the page calls what it may order. */
	private static final List<String> ORDERS = List.of("EMIT", "JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE",
			"MDISCONNECT");

	private final AdminOptions options;

	private final AdminLogin login;

	private final AdminNamespace namespace;

	private final AdminCommands commands;

	private final ServerStatistics statistics;

	private final EventAllowance allowance;

	private final @Nullable DevelopmentFeed feed;

	private @Nullable Disposable timer;

	/**
	 * Creates the namespace's owner; there is no namespace before {@link #open}.
	 * @param server the server
	 * @param engine its engine
	 * @param counts watches the engine
	 * @param login lets pages in
	 * @param json writes the application's data
	 * @param options how it behaves
	 * @param time the time of the timers
	 */
	public SocketIOAdmin(DefaultSocketIOServer server, EngineServer engine, EngineCounts counts, AdminLogin login,
			JsonCodec json, AdminOptions options, LongSupplier time) {
		this.options = options;
		this.login = login;
		this.namespace = new AdminNamespace(server, options.namespace());
		this.commands = new AdminCommands(this.namespace);
		this.allowance = new EventAllowance(options.maxEventsPerSecond(), time);
		this.statistics = new ServerStatistics(this.namespace, engine, counts, options.serverId(), hostname());
		this.feed = options.development() ? feed(engine, json) : null;
	}

	private DevelopmentFeed feed(EngineServer engine, JsonCodec json) {
		RoomNames roomNames = new RoomNames(new SecretRooms(engine));
		return new DevelopmentFeed(this.namespace, new SocketViews(json, roomNames), roomNames, this.allowance,
				this.options.maxBytes());
	}

	/**
	 * Returns what this machine is called.
	 * @return its name, or {@code "localhost"} if it has none
	 */
	public static String hostname() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	/**
	 * Creates the namespace. To be called before clients connect and before others may
	 * create it. Whenever there is a new one of that name, even as part of a family, it
	 * is guarded before any client can join it.
	 */
	public void open() {
		DefaultSocketIOServer server = this.namespace.server();
		boolean exists = server.socketCounts().containsKey(this.namespace.name());
		server.onNewNamespace((created) -> {
			if (this.namespace.is(created)) {
				guard(created);
			}
		});
		// Not as a family's, which would go when the last page goes.
		server.handlers(this.namespace.name());
		if (exists) {
			guard(this.namespace.get());
		}
		if (this.feed != null) {
			this.feed.begin();
		}
	}

	private void guard(Namespace created) {
		created.use(this.login);
		created.onConnection(this::connected);
	}

	private void connected(Socket page) {
		this.login.welcome(page);
		if (!this.options.readOnly()) {
			this.commands.listenTo(page);
		}
		page.emit("config", Map.of("supportedFeatures", features()));
		if (this.feed != null) {
			this.feed.showAll(page);
		}
	}

	private List<String> features() {
		List<String> features = new ArrayList<>(this.options.readOnly() ? List.of() : ORDERS);
		features.add("AGGREGATED_EVENTS");
		if (this.feed != null) {
			features.add("ALL_EVENTS");
		}
		return features;
	}

	@Override
	public void upgraded(ClientConnection connection, String from, String to) {
		if (this.feed != null) {
			this.feed.upgraded(connection, to);
		}
	}

	/**
	 * Begins to show numbers, at once and then regularly. To be called when adapters have
	 * started.
	 */
	public synchronized void start() {
		if (this.timer == null) {
			this.timer = Schedulers.parallel()
				.schedulePeriodically(this::tell, 0, this.options.statisticsInterval().toMillis(),
						TimeUnit.MILLISECONDS);
			logger.info("Socket.IO admin at namespace " + this.options.namespace() + ", server "
					+ this.options.serverId() + ", " + (this.options.development() ? "development" : "production")
					+ " mode" + (this.options.readOnly() ? ", read-only" : ""));
		}
	}

	private void tell() {
		try {
			long notShown = this.allowance.takeDropped();
			this.namespace.emit("server_stats", this.statistics.take(notShown));
			if (this.feed != null) {
				this.feed.settle(notShown);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The admin page is not shown the numbers of this server", ex);
		}
	}

	/**
	 * Shows no more numbers; may be started again.
	 */
	public synchronized void stop() {
		if (this.timer != null) {
			this.timer.dispose();
			this.timer = null;
		}
	}

}
