package io.github.socketiospring.server;

import java.util.List;
import java.util.Map;

import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.server.recovery.Departures;
import io.github.socketiospring.server.recovery.RecoveryMode;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A namespace as applications see it: its sockets on all servers, and its handlers on
 * this one.
 */
final class ServerNamespace extends NamespaceBase {

	private final @Nullable ServerParent parent;

	private final Map<String, String> variables;

	private final boolean chosenByClient;

	private final LocalSockets localSockets;

	/** Completes when the adapter takes part in the cluster; {@code null} if it does. */
	private volatile @Nullable Mono<Void> starting;

	/** Sockets that are in it, on their way in, or have handlers that still run. */
	private int occupants;

	/** How often one of them has gone. */
	private int exits;

	private volatile boolean closed;

	/** By the application, or with its family. Set before it is closed. */
	private volatile boolean removed;

	private final RecoveryMode recovery;

	private final Departures<RecoverableSocket> departures = new Departures<>();

	/**
	 * Creates a namespace that belongs to no family.
	 */
	ServerNamespace(String name, NamespaceRegistry registry, AdapterFactory adapters) {
		super(name, registry.server(), registry.handlersOfAll().ofNamespace(name),
				new ConnectChecks(registry.checksOfAll()), new RoomListeners(registry.roomListenersOfAll()));
		DefaultSocketIOServer server = registry.server();
		this.parent = null;
		this.variables = Map.of();
		this.chosenByClient = false;
		this.localSockets = new LocalSockets(name, server, adapters, new ServerSideEvents(name, server, null),
				new RoomEvents(this, server, roomListeners()), watches());
		this.recovery = recoveryOf(server);
	}

	/**
	 * Creates a namespace of a family.
	 * @param chosenByClient whether a client has asked for it, not the application
	 * @throws IllegalArgumentException if a handler cannot take one of the variables
	 */
	ServerNamespace(String name, ServerParent parent, Map<String, String> variables, boolean chosenByClient,
			AdapterFactory adapters) {
		super(name, parent.server(), parent.handlers().ofChild(name, variables), new ConnectChecks(parent.checks()),
				new RoomListeners(parent.roomListeners()));
		this.parent = parent;
		this.variables = Map.copyOf(variables);
		this.chosenByClient = chosenByClient;
		this.localSockets = new LocalSockets(name, parent.server(), adapters,
				new ServerSideEvents(name, parent.server(), parent.serverSideEvents()),
				new RoomEvents(this, parent.server(), roomListeners()), watches());
		this.recovery = recoveryOf(parent.server());
	}

	private RecoveryMode recoveryOf(DefaultSocketIOServer server) {
		return this.localSockets.adapter().recovers() ? server.options().recovery() : RecoveryMode.OFF;
	}

	@Nullable ServerParent parent() {
		return this.parent;
	}

	@Override
	public Map<String, String> variables() {
		return this.variables;
	}

	boolean isChosenByClient() {
		return this.chosenByClient;
	}

	/** Whether sockets of this namespace outlive their connections. */
	RecoveryMode recovery() {
		return this.recovery;
	}

	/** The sockets of this namespace that have just gone and may come back. */
	Departures<RecoverableSocket> departures() {
		return this.departures;
	}

	LocalSockets localSockets() {
		return this.localSockets;
	}

	@Override
	public Adapter adapter() {
		return this.localSockets.adapter();
	}

	@Override
	ServerSideEvents serverSideEvents() {
		return this.localSockets.serverSideEvents();
	}

	@Override
	public BroadcastTarget current() {
		return this.closed ? server().registry().removal().successor(this) : this;
	}

	@Override
	public List<ServerSocket> select(Selection selection) {
		return this.localSockets.select(selection);
	}

	@Override
	public @Nullable Socket socket(String id) {
		return this.localSockets.get(id);
	}

	// Joining

	/**
	 * Asks whoever must be asked before a socket joins.
	 * @return completes if the socket may join; {@code null} if there is nobody to ask
	 */
	@Nullable Mono<Void> intercept(ServerSocket socket) {
		Mono<Void> checks = checks().check(socket);
		Mono<Void> first = this.starting;
		return (first == null) ? checks : (checks == null) ? first : first.then(checks);
	}

	/** What clients wait for; {@code null} if the adapter takes part in the cluster. */
	@Nullable Mono<Void> starting() {
		return this.starting;
	}

	/**
	 * Has clients wait until the adapter takes part in the cluster.
	 */
	void starting(@Nullable Mono<Void> start) {
		this.starting = start;
	}

	// Emptiness

	/**
	 * A socket is on its way in.
	 * @return {@code false} if the namespace has been removed
	 */
	boolean enter() {
		if (this.parent == null) {
			return !this.closed;
		}
		synchronized (this) {
			if (!this.closed) {
				this.occupants++;
			}
			return !this.closed;
		}
	}

	/**
	 * A socket has gone, or will not come.
	 */
	void leave() {
		if (this.parent != null && isLeftBehind()) {
			server().registry().removal().emptied(this);
		}
	}

	private synchronized boolean isLeftBehind() {
		this.exits++;
		return --this.occupants == 0;
	}

	/** How often somebody has gone, who may be remembered since. */
	synchronized int exits() {
		return this.exits;
	}

	synchronized boolean isEmpty() {
		return this.occupants == 0;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Whether the application has removed it, so that it does not stand for its name any
	 * more.
	 */
	boolean isRemoved() {
		return this.removed;
	}

	/**
	 * Nobody can enter any more.
	 * @param byApplication whether the application wants it to go
	 * @return whether somebody could until now
	 */
	synchronized boolean close(boolean byApplication) {
		if (this.closed) {
			return false;
		}
		this.removed = byApplication;
		this.closed = true;
		return true;
	}

	/**
	 * If nobody is in it, nobody can enter any more.
	 * @param exits how often somebody has gone as far as the caller knows; nothing
	 * happens if that has changed
	 */
	synchronized boolean closeIfEmpty(int exits) {
		return this.occupants == 0 && this.exits == exits && close(false);
	}

}
