package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.Socket;
import io.github.socketiospring.server.limit.Rate;
import io.github.socketiospring.server.limit.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one namespace, or of a family of namespaces, each of which has a table
 * of its own for what was added to it alone. What is in none of them is looked for among
 * the handlers of all namespaces. Safe for use by any thread.
 */
public final class HandlerTable implements NamespaceHandlers {

	private static final String ANY = "*";

	/** Stands for all listeners among those that arguments do not fit. */
	private static final Object LISTENERS = new Object();

	private final String namespace;

	/** The table of the family this namespace belongs to, else this. */
	private final HandlerTable family;

	/** The handlers of all namespaces; this if these are they. */
	private final HandlerTable all;

	private final EventSettings settings;

	private final ErrorReports errors;

	private final NameWarnings names;

	private final NameVariables variables;

	private final NamespaceWatches watches;

	private final LifecycleObservers observers;

	/** Shared by a family. */
	private final Map<String, WatchedHandler> handlers;

	/** The limits of single events, as configured. */
	private final Map<String, Rate> rates;

	private final Set<Object> misfits = ConcurrentHashMap.newKeySet();

	private final List<LifecycleHandler> connectHandlers = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnectingHandlers = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnectHandlers = new CopyOnWriteArrayList<>();

	private final List<WatchedHandler> clientErrorHandlers = new CopyOnWriteArrayList<>();

	private final List<EventExceptionHandler> exceptionHandlers = new CopyOnWriteArrayList<>();

	private final List<EventExceptionHandler> jobExceptionHandlers = new CopyOnWriteArrayList<>();

	private final List<EventInterceptor> interceptors = new CopyOnWriteArrayList<>();

	/** What the sockets may send at first; {@code null} if all. */
	private volatile @Nullable Set<String> initialAcl;

	/** Set once there is a handler with a limit of its own. */
	private volatile boolean limitsHandlers;

	/** Set once there is a check, a list of what is allowed, or a listener, or may be. */
	private volatile boolean keepsEvents;

	private HandlerTable(String namespace, EventSettings settings, NameWarnings names) {
		this.namespace = namespace;
		this.family = this;
		this.all = this;
		this.settings = settings;
		this.names = names;
		this.errors = new ErrorReports(settings);
		this.variables = new NameVariables(Set.of());
		this.watches = new NamespaceWatches(namespace, settings.watchers());
		this.observers = new LifecycleObservers();
		this.handlers = new ConcurrentHashMap<>();
		this.rates = Map.of();
	}

	private HandlerTable(String namespace, HandlerTable all, Set<String> variables) {
		this.namespace = namespace;
		this.family = this;
		this.all = all;
		this.settings = all.settings;
		this.names = all.names;
		this.errors = new ErrorReports(this.settings);
		this.variables = new NameVariables(variables);
		this.watches = new NamespaceWatches(namespace, this.settings.watchers());
		this.observers = all.observers;
		this.handlers = new ConcurrentHashMap<>();
		this.rates = this.settings.rateLimits().of(namespace, namespace);
	}

	private HandlerTable(String namespace, HandlerTable family, NameVariables variables) {
		this.namespace = namespace;
		this.family = family;
		this.all = family.all;
		this.settings = family.settings;
		this.names = family.names;
		this.errors = family.errors;
		this.variables = variables;
		this.watches = family.watches;
		this.observers = family.observers;
		this.handlers = family.handlers;
		this.rates = this.settings.rateLimits().of(namespace, family.namespace);
	}

	/**
	 * Creates the table of all namespaces.
	 * @param settings what is the same for all namespaces
	 * @param names warns of names that are better not used
	 * @return the table, which is empty
	 */
	public static HandlerTable ofAll(EventSettings settings, NameWarnings names) {
		return new HandlerTable(ANY, settings, names);
	}

	/**
	 * Creates the table of a namespace that belongs to no family, where this is the table
	 * of all.
	 * @param name the namespace's name
	 * @return the table, which is empty
	 */
	public HandlerTable ofNamespace(String name) {
		return new HandlerTable(name, this, Set.of());
	}

	/**
	 * Creates the table of a family, where this is the table of all.
	 * @param name the family's name
	 * @param names the variables in the names of its namespaces
	 * @return the table, which is empty
	 */
	public HandlerTable ofFamily(String name, Set<String> names) {
		return new HandlerTable(name, this, names);
	}

	/**
	 * Creates the table of a namespace that belongs to a family, where this is the table
	 * of the family.
	 * @param name the namespace's name
	 * @param values the values of the variables in it
	 * @return the table
	 * @throws IllegalArgumentException if a handler cannot take one of the values
	 */
	public HandlerTable ofChild(String name, Map<String, String> values) {
		return new HandlerTable(name, this, this.variables.of(values));
	}

	@Override
	public NameVariables variables() {
		return this.variables;
	}

	/**
	 * Returns who learns of the sockets of all namespaces.
	 * @return the observers
	 */
	public LifecycleObservers observers() {
		return this.observers;
	}

	String namespace() {
		return this.namespace;
	}

	@Override
	public void onEvent(String event, EventHandler handler) {
		this.names.handled(event);
		WatchedHandler other = this.handlers.putIfAbsent(event, this.watches.around(event, handler));
		if (other != null) {
			throw new IllegalStateException("Event '" + event + "' of namespace " + this.namespace
					+ " has two handlers: " + other.handler() + " and " + handler);
		}
		if (handler.rate() != null) {
			this.limitsHandlers = true;
		}
	}

	@Override
	public void onConnect(LifecycleHandler handler) {
		this.connectHandlers.add(handler);
	}

	@Override
	public void onDisconnecting(LifecycleHandler handler) {
		this.disconnectingHandlers.add(handler);
	}

	@Override
	public void onDisconnect(LifecycleHandler handler) {
		this.disconnectHandlers.add(handler);
	}

	@Override
	public void onClientError(EventHandler handler) {
		this.clientErrorHandlers.add(WatchedHandler.unwatched(handler));
	}

	@Override
	public void initialAcl(Set<String> events) {
		Set<String> other = this.initialAcl;
		if (other != null && !other.equals(events)) {
			throw new IllegalStateException(
					"Namespace " + this.namespace + " has two initial ACLs: " + other + " and " + events);
		}
		this.initialAcl = Set.copyOf(events);
	}

	/**
	 * Tells whether a socket may begin with restrictions.
	 * @return {@code false} if none does
	 */
	public boolean hasInitialAcl() {
		return commonAcl() != null || !this.settings.aclProviders().isEmpty();
	}

	@Nullable Set<String> initialAcl(Socket socket) {
		for (AclProvider provider : this.settings.aclProviders()) {
			Set<String> provided = provider.initialAcl(socket);
			if (provided != null) {
				return provided;
			}
		}
		return commonAcl();
	}

	private @Nullable Set<String> commonAcl() {
		Set<String> own = this.family.initialAcl;
		return (own != null) ? own : this.all.initialAcl;
	}

	@Override
	public void onException(EventExceptionHandler handler) {
		this.exceptionHandlers.add(handler);
	}

	@Override
	public void onJobException(EventExceptionHandler handler) {
		this.jobExceptionHandlers.add(handler);
	}

	@Nullable WatchedHandler handler(String event) {
		WatchedHandler handler = this.handlers.get(event);
		return (handler != null) ? handler : otherHandler(event);
	}

	private @Nullable WatchedHandler otherHandler(String event) {
		WatchedHandler handler = this.handlers.get(ANY);
		return (handler == null && this.all != this) ? this.all.handler(event) : handler;
	}

	/**
	 * Tells whether any limit is on how many events a socket may send.
	 * @return {@code false} if none is
	 */
	public boolean limitsRates() {
		RateLimits limits = this.settings.rateLimits();
		return limits.perSocket() != null || limits.perAddress() != null || !this.rates.isEmpty()
				|| this.family.limitsHandlers || this.all.limitsHandlers;
	}

	/** Returns the limits of single events, as configured, by the events' names. */
	Map<String, Rate> rates() {
		return this.rates;
	}

	EventSettings settings() {
		return this.settings;
	}

	List<LifecycleHandler> connectHandlers() {
		return handlers((table) -> table.connectHandlers);
	}

	List<LifecycleHandler> disconnectingHandlers() {
		return handlers((table) -> table.disconnectingHandlers);
	}

	List<LifecycleHandler> disconnectHandlers() {
		return handlers((table) -> table.disconnectHandlers);
	}

	List<WatchedHandler> clientErrorHandlers() {
		return handlers((table) -> table.clientErrorHandlers);
	}

	/** Those of the family come first, those of all namespaces only if there are none. */
	private <T> List<T> handlers(Function<HandlerTable, List<T>> which) {
		List<T> own = which.apply(this);
		List<T> found = (this.family != this) ? joined(which.apply(this.family), own) : own;
		return found.isEmpty() ? which.apply(this.all) : found;
	}

	private static <T> List<T> joined(List<T> first, List<T> second) {
		if (first.isEmpty() || second.isEmpty()) {
			return first.isEmpty() ? second : first;
		}
		List<T> joined = new ArrayList<>(first);
		joined.addAll(second);
		return joined;
	}

	/**
	 * Returns those who look at the events of this namespace.
	 * @return the watches, which a family shares
	 */
	public NamespaceWatches watches() {
		return this.watches;
	}

	NameWarnings names() {
		return this.names;
	}

	ErrorReports errors() {
		return this.errors;
	}

	/**
	 * Tells whether an event is the first that does not fit its handler, or any listener.
	 */
	boolean firstMisfit(String event) {
		WatchedHandler handler = handler(event);
		return this.family.misfits.add((handler != null) ? handler : LISTENERS);
	}

	/**
	 * Adds a check for the events of all sockets.
	 * @param interceptor the check
	 */
	public void use(EventInterceptor interceptor) {
		keepEvents();
		this.interceptors.add(interceptor);
	}

	/** Those of all namespaces come first, and those of the family. */
	List<EventInterceptor> interceptors() {
		List<EventInterceptor> outer = (this.family != this) ? this.family.interceptors()
				: (this.all != this) ? this.all.interceptors : List.of();
		return joined(outer, this.interceptors);
	}

	/**
	 * Something other than a handler may want the events from now on: they are kept as
	 * they came until their turn, and not bound before.
	 */
	public void keepEvents() {
		this.family.keepsEvents = true;
	}

	/**
	 * Tells whether events are kept until their turn.
	 * @return {@code false} if they are bound as they are read
	 */
	public boolean keepsEvents() {
		return this.family.keepsEvents || this.all.keepsEvents;
	}

	@Nullable EventExceptionHandler exceptionHandler(Throwable exception) {
		EventExceptionHandler handler = find(this.family.exceptionHandlers, exception);
		return (handler != null) ? handler : find(this.all.exceptionHandlers, exception);
	}

	@Nullable EventExceptionHandler jobExceptionHandler(Throwable exception) {
		EventExceptionHandler handler = find(this.family.jobExceptionHandlers, exception);
		return (handler != null) ? handler : find(this.all.jobExceptionHandlers, exception);
	}

	private static @Nullable EventExceptionHandler find(List<EventExceptionHandler> handlers, Throwable exception) {
		for (EventExceptionHandler handler : handlers) {
			if (handler.handles(exception)) {
				return handler;
			}
		}
		return null;
	}

}
