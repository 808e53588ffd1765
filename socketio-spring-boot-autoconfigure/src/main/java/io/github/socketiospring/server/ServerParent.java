package io.github.socketiospring.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.server.event.HandlerTable;
import org.jspecify.annotations.Nullable;

/**
 * A family of namespaces. It has an adapter of its own, since a namespace may exist on
 * other servers only.
 */
final class ServerParent extends NamespaceBase implements ParentNamespace {

	private final NameRule rule;

	private final Map<String, ServerNamespace> namespaces;

	private final FamilySockets sockets;

	/** Replaced once the family is removed. */
	private volatile Adapter adapter;

	private ServerParent(String name, DefaultSocketIOServer server, NameRule rule, HandlerTable handlers,
			ConnectChecks checks, RoomListeners roomListeners, Map<String, ServerNamespace> namespaces,
			AdapterFactory adapters) {
		super(name, server, handlers, checks, roomListeners);
		this.rule = rule;
		this.namespaces = namespaces;
		this.sockets = new FamilySockets(name, server, namespaces.values());
		this.adapter = adapters.create(this.sockets);
	}

	/**
	 * Creates a family without namespaces.
	 */
	static ServerParent family(String name, NameRule rule, NamespaceRegistry registry, AdapterFactory adapters) {
		HandlerTable handlers = registry.handlersOfAll().ofFamily(name, rule.variables());
		return new ServerParent(name, registry.server(), rule, handlers, new ConnectChecks(registry.checksOfAll()),
				new RoomListeners(registry.roomListenersOfAll()), new ConcurrentHashMap<>(), adapters);
	}

	/**
	 * Creates the family of all namespaces, which no client can join by it.
	 * @param namespaces all namespaces, which change
	 */
	static ServerParent all(NamespaceRegistry registry, Map<String, ServerNamespace> namespaces,
			AdapterFactory adapters) {
		return new ServerParent(NamespaceRegistry.ALL, registry.server(), new NameRule.Test((name) -> false),
				registry.handlersOfAll(), registry.checksOfAll(), registry.roomListenersOfAll(), namespaces, adapters);
	}

	NameRule rule() {
		return this.rule;
	}

	void add(ServerNamespace namespace) {
		this.namespaces.put(namespace.name(), namespace);
	}

	void remove(ServerNamespace namespace) {
		this.namespaces.remove(namespace.name(), namespace);
	}

	/**
	 * Keeps what is sent from now on from the adapter, which is being stopped.
	 */
	void detach() {
		this.adapter = new InMemoryAdapter(this.sockets);
	}

	@Override
	public Map<String, String> variables() {
		return Map.of();
	}

	@Override
	public Collection<Namespace> children() {
		return List.copyOf(this.namespaces.values());
	}

	Collection<ServerNamespace> namespaces() {
		return List.copyOf(this.namespaces.values());
	}

	@Override
	public Adapter adapter() {
		return this.adapter;
	}

	@Override
	ServerSideEvents serverSideEvents() {
		return this.sockets.serverSideEvents();
	}

	@Override
	public BroadcastTarget current() {
		return this;
	}

	@Override
	public List<ServerSocket> select(Selection selection) {
		return this.sockets.select(selection);
	}

	@Override
	public @Nullable Socket socket(String id) {
		for (ServerNamespace namespace : this.namespaces.values()) {
			Socket socket = namespace.socket(id);
			if (socket != null) {
				return socket;
			}
		}
		return null;
	}

	@Override
	public String toString() {
		return "ParentNamespace[" + name() + "]";
	}

}
