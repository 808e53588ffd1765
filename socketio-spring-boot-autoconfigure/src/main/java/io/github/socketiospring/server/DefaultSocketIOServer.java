package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.socketiospring.ConnectionListener;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.NamespaceMatcher;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.RoomListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineListener;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.event.EventSettings;
import io.github.socketiospring.server.event.Jobs;
import io.github.socketiospring.server.event.LifecycleObservers;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.server.event.Workers;
import io.github.socketiospring.server.recovery.RecoveryMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The Socket.IO server: the layer above the engine, and the application's entry.
 */
public final class DefaultSocketIOServer extends ServerParts implements SocketIOServer, EngineListener {

	private static final Log logger = LogFactory.getLog(DefaultSocketIOServer.class);

	private final Map<ProtocolRevision, PacketProtocol> protocols;

	private final AtomicInteger clients = new AtomicInteger();

	private final NamespaceRegistry registry;

	private final NamespaceBase root;

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
		super(options, json, timers, workers, jobs, events,
				protocols.values().stream().anyMatch(PacketProtocol::keepsNames));
		this.protocols = Map.copyOf(protocols);
		this.registry = new NamespaceRegistry(this, adapters);
		this.root = this.registry.of(Packet.ROOT);
	}

	NamespaceRegistry registry() {
		return this.registry;
	}

	/**
	 * Tells listeners of connections from now on, instead of those before.
	 * @param listeners the listeners, in the order in which they are told
	 */
	public void listenToConnections(List<ConnectionListener> listeners) {
		connectionListeners().set(listeners);
	}

	// Life cycle

	/**
	 * Starts the adapters of all namespaces; those of later ones start with them. To be
	 * called before clients can connect, and again after {@link #stop()}.
	 * @return completes when all have started, or fails with the first that cannot
	 */
	public Mono<Void> start() {
		return Mono.defer(() -> {
			warnOfAdapters();
			return this.registry.start();
		});
	}

	private void warnOfAdapters() {
		if (options().recovery() != RecoveryMode.OFF && !this.root.adapter().recovers()) {
			logger.warn("socketio.connection-state-recovery.enabled has no effect: the adapter "
					+ this.root.adapter().getClass().getName() + " does not remember sockets that have gone");
		}
	}

	/**
	 * Stops the adapters of all namespaces that were started, when all clients have gone.
	 * @return completes when all have stopped; failures are logged
	 */
	public Mono<Void> stop() {
		return this.registry.stop();
	}

	/**
	 * Returns the health of the adapters.
	 * @return the health of the adapter of each namespace, and of each family of them, by
	 * its name
	 */
	public Map<String, AdapterHealth> health() {
		return this.registry.withAdapters()
			.stream()
			.collect(Collectors.toMap(NamespaceBase::name, (namespace) -> namespace.adapter().health()));
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
		try {
			connectionListeners().connected(client);
			client.opened();
		}
		catch (RuntimeException ex) {
			// The engine knows no client that it could tell of the end.
			client.closed(CloseReason.TRANSPORT_ERROR, "the client could not be taken");
			throw ex;
		}
		return client;
	}

	void removed(Client client) {
		this.clients.decrementAndGet();
	}

	// Namespaces

	@Override
	public Namespace of(String name) {
		return this.registry.of(normalize(name));
	}

	@Override
	public ParentNamespace of(Pattern names) {
		return this.registry.family(new NameRule.Expression(names));
	}

	@Override
	public ParentNamespace of(Predicate<String> names) {
		return this.registry.family(new NameRule.Test(names));
	}

	@Override
	public ParentNamespace of(NamespaceMatcher matcher) {
		return this.registry.family(new NameRule.Question(matcher));
	}

	/**
	 * Returns where the handlers of a namespace, of a family or of all namespaces are
	 * registered.
	 * @param name the name of the namespace, the pattern of the family or {@code "*"}
	 * @return the registry
	 */
	public NamespaceHandlers handlers(String name) {
		return this.registry.handlers(normalize(name));
	}

	/**
	 * Returns who learns of the sockets of all namespaces, those to come included.
	 * @return the observers
	 */
	public LifecycleObservers observers() {
		return this.registry.handlersOfAll().observers();
	}

	/**
	 * Adds a listener for the rooms of all namespaces, those to come included.
	 * @param listener the listener
	 */
	public void onRoomEvent(RoomListener listener) {
		this.registry.roomListenersOfAll().add(listener);
	}

	static String normalize(String name) {
		return (name.startsWith("/") || NamespaceRegistry.ALL.equals(name)) ? name : "/" + name;
	}

	@Override
	public Collection<Namespace> namespaces() {
		return List.copyOf(this.registry.namespaces());
	}

	/**
	 * Returns the names of all namespaces that there are and of the families by which
	 * clients may choose more.
	 * @return the names
	 */
	public List<String> served() {
		return this.registry.withAdapters().stream().map(Namespace::name).toList();
	}

	@Override
	public SocketIOServer onNewNamespace(Consumer<Namespace> listener) {
		this.registry.onNewNamespace(listener);
		return this;
	}

	/**
	 * Tells whether a namespace exists here, or belongs to a family by its name alone.
	 * @param name the name
	 * @return {@code false} if {@link #of(String)} would make one that nobody knows
	 */
	public boolean knows(String name) {
		return this.registry.knows(name);
	}

	/**
	 * Counts the sockets of this server.
	 * @return how many each namespace has, by its name
	 */
	public Map<String, Integer> socketCounts() {
		return this.registry.namespaces()
			.stream()
			.collect(Collectors.toMap(Namespace::name, (namespace) -> namespace.localSockets().size()));
	}

	@Override
	public boolean remove(String name) {
		return this.registry.removal().remove(normalize(name));
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
		return workers().awaitIdle(timeout);
	}

	/**
	 * Waits like {@link #awaitHandlers} when the application ends, for the time that
	 * handlers get then. They get it once: closing the workers does not wait again. Must
	 * not be called by an event loop.
	 * @return whether all are done
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public boolean awaitLastHandlers() throws InterruptedException {
		return workers().awaitLast();
	}

	/**
	 * Returns the Reactor context that a socket's handlers run with: that of the request
	 * that opened its connection, with the security context of its namespace.
	 * @param socket a socket of this server
	 * @return the context, may be empty
	 */
	public ContextView contextOf(Socket socket) {
		return (socket instanceof ServerSocket own) ? own.context() : Context.empty();
	}

	/**
	 * Returns what was kept of the request that opened a socket's connection.
	 * @param socket a socket of this server
	 * @param type the type of the value
	 * @return the value, or {@code null} if it was not asked for
	 */
	public @Nullable Object valueOf(Socket socket, Class<?> type) {
		return (socket instanceof ServerSocket own) ? own.owner().request().value(type) : null;
	}

	@Override
	BroadcastTarget target() {
		return this.root;
	}

}
