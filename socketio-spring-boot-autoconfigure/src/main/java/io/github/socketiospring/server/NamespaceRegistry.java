package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.server.event.HandlerTable;
import io.github.socketiospring.server.event.LogText;
import io.github.socketiospring.server.event.NamespaceHandlers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The namespaces of a server, and the families by which clients create more. They are
 * created and removed one at a time, under this object's lock; nobody sees a namespace
 * before all who want to know of new ones have been told.
 */
final class NamespaceRegistry {

	/** Stands for all namespaces. */
	static final String ALL = "*";

	static final String INVALID = "Invalid namespace";

	private static final Log logger = LogFactory.getLog(NamespaceRegistry.class);

	private final DefaultSocketIOServer server;

	private final AdapterFactory adapters;

	private final HandlerTable handlersOfAll;

	private final ConnectChecks checksOfAll = new ConnectChecks(null);

	private final RoomListeners roomListenersOfAll = new RoomListeners(null);

	private final Map<String, ServerNamespace> namespaces = new ConcurrentHashMap<>();

	private final Families families = new Families(this::createFamily);

	private final NewNamespaces announcements = new NewNamespaces();

	private final AdapterLife adapterLife = new AdapterLife();

	private @Nullable ServerParent all;

	private final ChosenNamespaces chosen;

	private final NamespaceRemoval removal;

	private volatile boolean started;

	NamespaceRegistry(DefaultSocketIOServer server, AdapterFactory adapters) {
		this.server = server;
		this.adapters = adapters;
		this.chosen = new ChosenNamespaces(server.options().maxChildNamespaces());
		this.handlersOfAll = HandlerTable.ofAll(server.eventSettings(), server.eventNames());
		this.removal = new NamespaceRemoval(this, this.namespaces, this.families, this.chosen, this.adapterLife);
	}

	DefaultSocketIOServer server() {
		return this.server;
	}

	HandlerTable handlersOfAll() {
		return this.handlersOfAll;
	}

	ConnectChecks checksOfAll() {
		return this.checksOfAll;
	}

	RoomListeners roomListenersOfAll() {
		return this.roomListenersOfAll;
	}

	NamespaceRemoval removal() {
		return this.removal;
	}

	// Life cycle

	/**
	 * Starts all adapters; those of later namespaces start with them.
	 */
	Mono<Void> start() {
		return Flux.defer(() -> {
			this.started = true;
			return Flux.fromIterable(withAdapters());
		}).flatMap(NamespaceBase::start).then();
	}

	/**
	 * Stops all adapters; failures are logged.
	 */
	Mono<Void> stop() {
		return Flux.defer(() -> {
			this.started = false;
			return Flux.fromIterable(withAdapters());
		}).flatMap(this.adapterLife::stop).then();
	}

	synchronized List<NamespaceBase> withAdapters() {
		List<NamespaceBase> all = new ArrayList<>(this.namespaces.values());
		all.addAll(this.families.all());
		if (this.all != null) {
			all.add(this.all);
		}
		return all;
	}

	// What the application asks for

	Collection<ServerNamespace> namespaces() {
		return List.copyOf(this.namespaces.values());
	}

	/** Finds a namespace that there is, and creates none. */
	@Nullable ServerNamespace existing(String name) {
		return this.namespaces.get(name);
	}

	Collection<ServerParent> families() {
		return this.families.all();
	}

	void onNewNamespace(Consumer<Namespace> listener) {
		this.announcements.addListener(listener);
	}

	/**
	 * Finds a namespace or a family, or creates it. A new name belongs to the first
	 * family that knows it by the name alone.
	 */
	NamespaceBase of(String name) {
		if (ALL.equals(name)) {
			return all();
		}
		if (NamePattern.isPattern(name)) {
			return pattern(name);
		}
		ServerNamespace namespace = this.namespaces.get(name);
		return (namespace != null && !namespace.isClosed()) ? namespace : create(name);
	}

	/**
	 * Finds where handlers are registered: a namespace that is named itself belongs to no
	 * family.
	 */
	NamespaceHandlers handlers(String name) {
		if (ALL.equals(name)) {
			return this.handlersOfAll;
		}
		return (NamePattern.isPattern(name) ? pattern(name) : exact(name)).handlers();
	}

	private synchronized ServerParent all() {
		if (this.all == null) {
			this.all = ServerParent.all(this, this.namespaces, this.adapters);
			startIfLate(this.all);
		}
		return this.all;
	}

	private synchronized ServerParent pattern(String pattern) {
		return this.families.of(pattern);
	}

	/**
	 * Adds a family that is not known by its name.
	 */
	synchronized ServerParent family(NameRule rule) {
		return this.families.add(rule);
	}

	private ServerParent createFamily(String name, NameRule rule) {
		ServerParent parent = ServerParent.family(name, rule, this, this.adapters);
		startIfLate(parent);
		return parent;
	}

	/** A failure is logged. */
	private void startIfLate(ServerParent parent) {
		if (this.started) {
			this.adapterLife.start(parent).onErrorComplete().subscribe();
		}
	}

	private synchronized ServerNamespace create(String name) {
		ServerNamespace known = known(name);
		if (known != null) {
			return known;
		}
		NamespaceMatch match = this.families.match(name);
		if (match != null) {
			ServerNamespace child = child(match, false);
			this.removal.forgetUnlessUsed(child);
			return child;
		}
		return exact(name);
	}

	/**
	 * Creates a namespace of a family that went because it was empty.
	 * @return the new one, or the one that has gone if its family has gone too, if the
	 * name is taken, or if clients have created as many as they may
	 */
	synchronized ServerNamespace createAgain(ServerNamespace gone) {
		ServerParent parent = gone.parent();
		ServerNamespace known = known(gone.name());
		if (known != null) {
			return (known.parent() == parent) ? known : gone;
		}
		if (parent == null || !this.families.contains(parent)
				|| (gone.isChosenByClient() && !this.chosen.mayBeMore())) {
			return gone;
		}
		ServerNamespace child = child(new NamespaceMatch(parent, gone.name(), gone.variables()),
				gone.isChosenByClient());
		this.removal.forgetUnlessUsed(child);
		return child;
	}

	private synchronized ServerNamespace exact(String name) {
		ServerNamespace known = known(name);
		if (known != null) {
			return known;
		}
		if (name.indexOf('*') >= 0 || name.indexOf('}') >= 0) {
			throw new IllegalArgumentException("The namespace name \"" + name + "\" has wildcards, which mean nothing: "
					+ "write /tenant-{id} for a family of namespaces, * for all, or give of() a regular expression");
		}
		ServerNamespace namespace = new ServerNamespace(name, this, this.adapters);
		this.announcements.announce(namespace);
		return open(namespace);
	}

	private @Nullable ServerNamespace known(String name) {
		ServerNamespace known = this.namespaces.get(name);
		return (known != null && !known.isClosed()) ? known : this.announcements.find(name);
	}

	private ServerNamespace child(NamespaceMatch match, boolean byClient) {
		ServerNamespace child = new ServerNamespace(match.name(), match.parent(), match.variables(), byClient,
				this.adapters);
		this.announcements.announce(child);
		if (byClient) {
			this.chosen.added();
		}
		return open(child);
	}

	/** The listeners know it already: nobody else has seen it before. */
	private ServerNamespace open(ServerNamespace namespace) {
		Mono<Void> start = this.started ? this.adapterLife.start(namespace) : null;
		namespace.starting(start);
		ServerParent parent = namespace.parent();
		if (parent != null) {
			parent.add(namespace);
		}
		this.namespaces.put(namespace.name(), namespace);
		if (start != null) {
			start.subscribe(null, (ex) -> notStarted(namespace), () -> namespace.starting(null));
		}
		return namespace;
	}

	/** Clients that wait are refused by a family's namespace, which is made again. */
	private void notStarted(ServerNamespace namespace) {
		if (namespace.parent() != null) {
			this.removal.notStarted(namespace);
		}
		else {
			namespace.starting(null);
		}
	}

	// What clients ask for

	/**
	 * Finds a namespace that a client may join by its name alone.
	 */
	@Nullable ServerNamespace find(String name) {
		ServerNamespace namespace = this.namespaces.get(name);
		ServerParent parent = (namespace != null) ? namespace.parent() : null;
		return (parent == null || parent.rule().isFixed()) ? namespace : null;
	}

	/**
	 * Tells whether there is a namespace, or a family that knows it by the name alone.
	 */
	boolean knows(String name) {
		return this.namespaces.containsKey(name) || (mayKnow(name) && this.families.match(name) != null);
	}

	/**
	 * Tells whether a family may know a name.
	 */
	boolean mayKnow(String name) {
		return !this.families.isEmpty() && ChosenName.isPossible(name);
	}

	/**
	 * Asks the families, one after the other, for the name that a client has chosen.
	 * @return the first that says it is one of its own, or nothing
	 */
	Mono<NamespaceMatch> search(String name, Handshake handshake) {
		ServerNamespace known = this.namespaces.get(name);
		ServerParent only = (known != null) ? known.parent() : null;
		return this.families.search(only, name, handshake);
	}

	/**
	 * Has a client enter the namespace it has asked for, which is created if need be.
	 * @throws ConnectRefusedException if it may not
	 */
	ServerNamespace enter(NamespaceMatch match) {
		ServerNamespace known = this.namespaces.get(match.name());
		if (known == null || known.parent() != match.parent() || !known.enter()) {
			return enterNew(match);
		}
		return known;
	}

	private synchronized ServerNamespace enterNew(NamespaceMatch match) {
		ServerNamespace known = known(match.name());
		if (known == null) {
			known = createFor(match);
		}
		else if (known.parent() != match.parent() && known.parent() != null) {
			// Another family has taken it meanwhile, and has not been asked.
			throw new ConnectRefusedException(INVALID);
		}
		if (!known.enter()) {
			// Its adapter has not started.
			throw new ConnectRefusedException("Connection refused");
		}
		return known;
	}

	private ServerNamespace createFor(NamespaceMatch match) {
		if (!this.families.contains(match.parent())) {
			throw new ConnectRefusedException(INVALID);
		}
		if (!this.chosen.mayBeMore()) {
			this.server.limited("max-child-namespaces");
		}
		this.chosen.check();
		try {
			return child(match, true);
		}
		catch (IllegalArgumentException ex) {
			if (logger.isDebugEnabled()) {
				logger.debug("A client may not join " + LogText.of(match.name()) + " of the family "
						+ match.parent().name() + ": " + ex.getMessage());
			}
			throw new ConnectRefusedException(INVALID);
		}
	}

}
