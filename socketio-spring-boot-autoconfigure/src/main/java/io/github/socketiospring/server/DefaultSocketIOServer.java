package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.engine.EngineListener;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.handshake.SessionIds;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.server.event.Workers;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The Socket.IO server: the layer above the engine, and the application's entry.
 */
public final class DefaultSocketIOServer extends AllSockets implements SocketIOServer, EngineListener {

	private static final String ROOT = "/";

	private final ServerOptions options;

	private final JsonCodec json;

	private final AdapterFactory adapters;

	private final TimerWheel timers;

	private final Workers workers;

	private final SessionIds ids = new SessionIds();

	private final AtomicInteger clients = new AtomicInteger();

	private final Map<String, ServerNamespace> namespaces = new ConcurrentHashMap<>();

	private final ServerNamespace root;

	/**
	 * Creates a server with its root namespace.
	 * @param options how it behaves
	 * @param json reads and writes arguments
	 * @param adapters makes the adapter of each namespace
	 * @param timers runs time-outs; started and closed by the caller
	 * @param workers runs handlers that may block
	 */
	public DefaultSocketIOServer(ServerOptions options, JsonCodec json, AdapterFactory adapters, TimerWheel timers,
			Executor workers) {
		this.options = options;
		this.json = json;
		this.adapters = adapters;
		this.timers = timers;
		this.workers = new Workers(workers);
		this.root = namespace(ROOT);
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

	Scheduler scheduler() {
		return Schedulers.parallel();
	}

	String nextSocketId() {
		return this.ids.next();
	}

	// The engine's listener

	@Override
	public SessionListener opened(EngineSession session) {
		Client client = new Client(this, session);
		this.clients.incrementAndGet();
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
		return this.namespaces.computeIfAbsent(name, (key) -> new ServerNamespace(key, this, this.adapters));
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
		return (socket instanceof ServerSocket own) ? own.client().request().context() : Context.empty();
	}

	@Override
	BroadcastOperator all() {
		return this.root.all();
	}

}
