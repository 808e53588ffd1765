package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.socketiospring.ConnectionListener;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.EngineListener;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.handshake.SessionIds;
import io.github.socketiospring.server.event.ErrorReports;
import io.github.socketiospring.server.event.EventSettings;
import io.github.socketiospring.server.event.Jobs;
import io.github.socketiospring.server.event.NameWarnings;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.server.event.Workers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The Socket.IO server: the layer above the engine, and the application's entry.
 */
public final class DefaultSocketIOServer extends SocketSelection implements SocketIOServer, EngineListener {

	private static final Log logger = LogFactory.getLog(DefaultSocketIOServer.class);

	private final ServerOptions options;

	private final Map<ProtocolRevision, PacketProtocol> protocols;

	private final JsonCodec json;

	private final AdapterFactory adapters;

	private final TimerWheel timers;

	private final Workers workers;

	private final Jobs jobs;

	private final SessionIds ids = new SessionIds();

	private final String id = this.ids.next();

	private final EventSettings eventSettings;

	private final ErrorReports errors;

	private final NameWarnings eventNames;

	private final AttachmentWarnings attachmentWarnings = new AttachmentWarnings();

	private final ConnectionListeners connectionListeners = new ConnectionListeners();

	private final AtomicInteger clients = new AtomicInteger();

	private final Map<String, ServerNamespace> namespaces = new ConcurrentHashMap<>();

	private final ServerNamespace root;

	private volatile boolean started;

	/**
	 * Creates a server with its root namespace that only logs what goes wrong with
	 * events.
	 * @param options how it behaves
	 * @param protocols what clients of each revision speak
	 * @param json reads and writes arguments
	 * @param adapters makes the adapter of each namespace
	 * @param timers runs time-outs; started and closed by the caller
	 * @param workers runs handlers that may block
	 * @param jobs keeps the jobs of sockets and connections
	 */
	public DefaultSocketIOServer(ServerOptions options, Map<ProtocolRevision, PacketProtocol> protocols, JsonCodec json,
			AdapterFactory adapters, TimerWheel timers, Workers workers, Jobs jobs) {
		this(options, protocols, json, adapters, timers, workers, jobs, EventSettings.DEFAULTS);
	}

	/**
	 * Creates a server with its root namespace.
	 * @param options how it behaves
	 * @param protocols what clients of each revision speak
	 * @param json reads and writes arguments
	 * @param adapters makes the adapter of each namespace
	 * @param timers runs time-outs; started and closed by the caller
	 * @param workers runs handlers that may block
	 * @param jobs keeps the jobs of sockets and connections
	 * @param events what becomes of events
	 */
	public DefaultSocketIOServer(ServerOptions options, Map<ProtocolRevision, PacketProtocol> protocols, JsonCodec json,
			AdapterFactory adapters, TimerWheel timers, Workers workers, Jobs jobs, EventSettings events) {
		this.options = options;
		this.protocols = Map.copyOf(protocols);
		this.json = json;
		this.adapters = adapters;
		this.timers = timers;
		this.workers = workers;
		this.jobs = jobs;
		this.eventSettings = events;
		this.errors = new ErrorReports(events);
		this.eventNames = new NameWarnings(this.protocols.values().stream().anyMatch(PacketProtocol::keepsNames));
		this.root = namespace(Packet.ROOT);
	}

	ServerOptions options() {
		return this.options;
	}

	JsonCodec json() {
		return this.json;
	}

	TimerWheel timers() {
		return this.timers;
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

	NameWarnings eventNames() {
		return this.eventNames;
	}

	/**
	 * Tells listeners of connections from now on, instead of those before.
	 * @param listeners the listeners, in the order in which they are told
	 */
	public void listenToConnections(List<ConnectionListener> listeners) {
		this.connectionListeners.set(listeners);
	}

	ConnectionListeners connectionListeners() {
		return this.connectionListeners;
	}

	AttachmentWarnings attachmentWarnings() {
		return this.attachmentWarnings;
	}

	String id() {
		return this.id;
	}

	String nextSocketId() {
		return this.ids.next();
	}

	// Life cycle

	/**
	 * Starts the adapters of all namespaces; those of later ones start with them. To be
	 * called before clients can connect, and again after {@link #stop()}.
	 * @return completes when all have started, or fails with the first that cannot
	 */
	public Mono<Void> start() {
		return Mono.defer(() -> {
			this.started = true;
			return Flux.fromIterable(this.namespaces.values()).flatMap(ServerNamespace::start).then();
		});
	}

	/**
	 * Stops the adapters of all namespaces that were started, when all clients have gone.
	 * @return completes when all have stopped; failures are logged
	 */
	public Mono<Void> stop() {
		return Flux.defer(() -> {
			this.started = false;
			return Flux.fromIterable(this.namespaces.values());
		}).flatMap((namespace) -> namespace.stop().onErrorResume((ex) -> {
			logger.warn("The adapter of namespace " + namespace.name() + " has not stopped", ex);
			return Mono.empty();
		})).then();
	}

	/**
	 * Returns the health of the adapters.
	 * @return the health of each namespace's adapter, by the namespace's name
	 */
	public Map<String, AdapterHealth> health() {
		return this.namespaces.values()
			.stream()
			.collect(Collectors.toMap(ServerNamespace::name, (namespace) -> namespace.adapter().health()));
	}

	// The engine's listener

	@Override
	public SessionListener opened(EngineSession session) {
		PacketProtocol protocol = this.protocols.get(session.revision());
		if (protocol == null) {
			throw new IllegalStateException(
					"No packet protocol is assigned to the revision " + session.revision().name());
		}
		Client client = new Client(this, session, protocol);
		this.clients.incrementAndGet();
		this.connectionListeners.connected(client);
		client.opened();
		return client;
	}

	void removed(Client client) {
		this.clients.decrementAndGet();
	}

	// Namespaces

	@Override
	public Namespace of(String name) {
		return namespace(normalize(name));
	}

	/**
	 * Returns where the handlers of a namespace are registered.
	 * @param name the namespace's name
	 * @return the registry
	 */
	public NamespaceHandlers handlers(String name) {
		return namespace(normalize(name)).handlers();
	}

	private ServerNamespace namespace(String name) {
		ServerNamespace namespace = this.namespaces.get(name);
		if (namespace == null) {
			namespace = this.namespaces.computeIfAbsent(name, (key) -> new ServerNamespace(key, this, this.adapters));
			if (this.started) {
				namespace.start()
					.subscribe(null, (ex) -> logger.error("The adapter of namespace " + name + " has not started", ex));
			}
		}
		return namespace;
	}

	@Nullable ServerNamespace find(String name) {
		return this.namespaces.get(name);
	}

	static String normalize(String name) {
		return name.startsWith("/") ? name : "/" + name;
	}

	@Override
	public Collection<Namespace> namespaces() {
		return List.copyOf(this.namespaces.values());
	}

	@Override
	public int clientsCount() {
		return this.clients.get();
	}

	/**
	 * Waits for plain handlers that run or are about to, such as those that learn of the
	 * disconnection of their clients. Must not be called by an event loop.
	 * @param timeout how long to wait at most
	 * @return whether all are done
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public boolean awaitHandlers(Duration timeout) throws InterruptedException {
		return this.workers.awaitIdle(timeout);
	}

	/**
	 * Returns the Reactor context of the request that opened a socket's connection, such
	 * as a security context.
	 * @param socket a socket of this server
	 * @return the context, may be empty
	 */
	public ContextView contextOf(Socket socket) {
		return (socket instanceof ServerSocket own) ? own.context() : Context.empty();
	}

	@Override
	ServerNamespace target() {
		return this.root;
	}

}
