package io.github.socketiospring.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.handshake.SessionIds;
import io.github.socketiospring.server.event.ErrorReports;
import io.github.socketiospring.server.event.EventSettings;
import io.github.socketiospring.server.event.Jobs;
import io.github.socketiospring.server.event.NameWarnings;
import io.github.socketiospring.server.event.Workers;
import io.github.socketiospring.server.limit.AddressBuckets;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * What the clients, namespaces and sockets of a server share. What clients and the
 * application do with the server is up to {@link DefaultSocketIOServer}. Safe for use by
 * any thread.
 */
abstract class ServerParts extends SocketSelection {

	private final ServerOptions options;

	private final JsonCodec json;

	private final TimerWheel timers;

	private final Workers workers;

	private final Jobs jobs;

	private final SessionIds ids = new SessionIds();

	private final String id = this.ids.next();

	private final EventSettings eventSettings;

	private final ErrorReports errors;

	private final NameWarnings eventNames;

	private final AttachmentWarnings attachmentWarnings = new AttachmentWarnings();

	private final UndecidedNamespaces undecidedNamespaces = new UndecidedNamespaces();

	private final ConnectionListeners connectionListeners = new ConnectionListeners();

	private final PayloadCodec payloads;

	private final Identities identities;

	private final @Nullable UserQuota userQuota;

	private final @Nullable AddressBuckets addressBuckets;

	private volatile @Nullable Function<Socket, Map<String, Object>> dataAddition;

	/**
	 * Creates the parts of a server.
	 * @param options how it behaves
	 * @param json reads and writes arguments
	 * @param timers runs time-outs; started and closed by the caller
	 * @param workers runs handlers that may block
	 * @param jobs keeps the jobs of sockets and connections
	 * @param events what becomes of events
	 * @param keepsNames whether clients keep some names of events for themselves
	 */
	ServerParts(ServerOptions options, JsonCodec json, TimerWheel timers, Workers workers, Jobs jobs,
			EventSettings events, boolean keepsNames) {
		this.options = options;
		this.json = json;
		this.timers = timers;
		this.workers = workers;
		this.jobs = jobs;
		this.eventSettings = events;
		this.errors = new ErrorReports(events);
		this.eventNames = new NameWarnings(keepsNames);
		this.payloads = new PayloadCodec(json);
		this.identities = new Identities(timers);
		this.userQuota = (options.maxConnectionsPerUser() > 0)
				? new UserQuota(options.maxConnectionsPerUser(), options.maxNamespacesPerConnection()) : null;
		Rate perAddress = events.rateLimits().perAddress();
		this.addressBuckets = (perAddress != null) ? new AddressBuckets(perAddress, timers) : null;
	}

	ServerOptions options() {
		return this.options;
	}

	JsonCodec json() {
		return this.json;
	}

	PayloadCodec payloads() {
		return this.payloads;
	}

	TimerWheel timers() {
		return this.timers;
	}

	/** Runs a task after some time, unless it is taken back. */
	Disposable schedule(Duration delay, Runnable task) {
		TimerWheel.Timer timer = this.timers.schedule(delay, task);
		return () -> this.timers.cancel(timer);
	}

	Workers workers() {
		return this.workers;
	}

	Jobs jobs() {
		return this.jobs;
	}

	EventSettings eventSettings() {
		return this.eventSettings;
	}

	ErrorReports errors() {
		return this.errors;
	}

	/**
	 * A limit was reached.
	 * @param limit its name among the properties
	 */
	void limited(String limit) {
		this.eventSettings.limited(limit);
	}

	NameWarnings eventNames() {
		return this.eventNames;
	}

	/**
	 * Returns how clients are authenticated.
	 * @return what can be set, before clients connect
	 */
	public Identities identities() {
		return this.identities;
	}

	/** Returns who may have how many connections, {@code null} if there is no limit. */
	@Nullable UserQuota userQuota() {
		return this.userQuota;
	}

	/** Returns what addresses may send, {@code null} if there is no limit. */
	@Nullable AddressBuckets addressBuckets() {
		return this.addressBuckets;
	}

	ConnectionListeners connectionListeners() {
		return this.connectionListeners;
	}

	AttachmentWarnings attachmentWarnings() {
		return this.attachmentWarnings;
	}

	UndecidedNamespaces undecidedNamespaces() {
		return this.undecidedNamespaces;
	}

	String id() {
		return this.id;
	}

	String nextSocketId() {
		return this.ids.next();
	}

	RememberedSocket.Ids nextIds(String socketId) {
		return new RememberedSocket.Ids(socketId, this.ids.next());
	}

	/**
	 * Adds to the data of sockets where they are fetched, by other servers, too. What the
	 * sockets themselves have stays as it is.
	 * @param addition returns what is added for a socket
	 */
	public void addToFetchedData(Function<Socket, Map<String, Object>> addition) {
		this.dataAddition = addition;
	}

	Map<String, Object> fetchedData(ServerSocket socket) {
		Map<String, Object> own = socket.dataSnapshot();
		Function<Socket, Map<String, Object>> addition = this.dataAddition;
		if (addition == null) {
			return own;
		}
		Map<String, Object> all = new HashMap<>(own);
		all.putAll(addition.apply(socket));
		return all;
	}

}
