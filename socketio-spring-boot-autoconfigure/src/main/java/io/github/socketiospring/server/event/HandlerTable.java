package io.github.socketiospring.server.event;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one namespace. Safe for use by any thread.
 */
public final class HandlerTable implements NamespaceHandlers {

	private static final String ANY = "*";

	/** Stands for all listeners among those that arguments do not fit. */
	private static final Object LISTENERS = new Object();

	private final String namespace;

	private final EventSettings settings;

	private final ErrorReports errors;

	private final NameWarnings names;

	private final Map<String, EventHandler> handlers = new ConcurrentHashMap<>();

	private final Set<Object> misfits = ConcurrentHashMap.newKeySet();

	private final List<LifecycleHandler> connectHandlers = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnectingHandlers = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnectHandlers = new CopyOnWriteArrayList<>();

	private final List<EventHandler> clientErrorHandlers = new CopyOnWriteArrayList<>();

	private final List<EventExceptionHandler> exceptionHandlers = new CopyOnWriteArrayList<>();

	private final List<EventExceptionHandler> jobExceptionHandlers = new CopyOnWriteArrayList<>();

	private final List<EventInterceptor> interceptors = new CopyOnWriteArrayList<>();

	/** What the sockets may send at first; {@code null} if all. */
	private volatile @Nullable Set<String> initialAcl;

	/** Set once there is a check, a list of what is allowed, or a listener, or may be. */
	private volatile boolean keepsEvents;

	/**
	 * Creates an empty table.
	 * @param namespace the namespace's name
	 * @param settings what is the same for all namespaces
	 * @param names warns of names that are better not used
	 */
	public HandlerTable(String namespace, EventSettings settings, NameWarnings names) {
		this.namespace = namespace;
		this.settings = settings;
		this.names = names;
		this.errors = new ErrorReports(settings);
	}

	String namespace() {
		return this.namespace;
	}

	@Override
	public void onEvent(String event, EventHandler handler) {
		this.names.handled(event);
		EventHandler other = this.handlers.putIfAbsent(event, handler);
		if (other != null) {
			throw new IllegalStateException("Event '" + event + "' of namespace " + this.namespace
					+ " has two handlers: " + other + " and " + handler);
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
		this.clientErrorHandlers.add(handler);
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
		return this.initialAcl != null || !this.settings.aclProviders().isEmpty();
	}

	@Nullable Set<String> initialAcl(Socket socket) {
		for (AclProvider provider : this.settings.aclProviders()) {
			Set<String> provided = provider.initialAcl(socket);
			if (provided != null) {
				return provided;
			}
		}
		return this.initialAcl;
	}

	@Override
	public void onException(EventExceptionHandler handler) {
		this.exceptionHandlers.add(handler);
	}

	@Override
	public void onJobException(EventExceptionHandler handler) {
		this.jobExceptionHandlers.add(handler);
	}

	@Nullable EventHandler handler(String event) {
		EventHandler handler = this.handlers.get(event);
		return (handler != null) ? handler : this.handlers.get(ANY);
	}

	List<LifecycleHandler> connectHandlers() {
		return this.connectHandlers;
	}

	List<LifecycleHandler> disconnectingHandlers() {
		return this.disconnectingHandlers;
	}

	List<LifecycleHandler> disconnectHandlers() {
		return this.disconnectHandlers;
	}

	List<EventHandler> clientErrorHandlers() {
		return this.clientErrorHandlers;
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
		EventHandler handler = handler(event);
		return this.misfits.add((handler != null) ? handler : LISTENERS);
	}

	/**
	 * Adds a check for the events of all sockets.
	 * @param interceptor the check
	 */
	public void use(EventInterceptor interceptor) {
		keepEvents();
		this.interceptors.add(interceptor);
	}

	List<EventInterceptor> interceptors() {
		return this.interceptors;
	}

	/**
	 * Something other than a handler may want the events from now on: they are kept as
	 * they came until their turn, and not bound before.
	 */
	public void keepEvents() {
		this.keepsEvents = true;
	}

	/**
	 * Tells whether events are kept until their turn.
	 * @return {@code false} if they are bound as they are read
	 */
	public boolean keepsEvents() {
		return this.keepsEvents;
	}

	@Nullable EventExceptionHandler exceptionHandler(Throwable exception) {
		return find(this.exceptionHandlers, exception);
	}

	@Nullable EventExceptionHandler jobExceptionHandler(Throwable exception) {
		return find(this.jobExceptionHandlers, exception);
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
