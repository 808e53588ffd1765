package io.github.socketiospring.server.event;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * The handlers of one namespace. Safe for use by any thread.
 */
public final class HandlerTable implements NamespaceHandlers {

	private static final String ANY = "*";

	private final String namespace;

	private final Map<String, EventHandler> handlers = new ConcurrentHashMap<>();

	private final Set<EventHandler> misfits = ConcurrentHashMap.newKeySet();

	private final List<LifecycleHandler> connectHandlers = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnectingHandlers = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnectHandlers = new CopyOnWriteArrayList<>();

	private final List<EventExceptionHandler> exceptionHandlers = new CopyOnWriteArrayList<>();

	private final List<EventExceptionHandler> jobExceptionHandlers = new CopyOnWriteArrayList<>();

	/** Set once any listener was added to a socket, or may be. */
	private volatile boolean usesListeners;

	/**
	 * Creates an empty table.
	 * @param namespace the namespace's name
	 */
	public HandlerTable(String namespace) {
		this.namespace = namespace;
	}

	String namespace() {
		return this.namespace;
	}

	@Override
	public void onEvent(String event, EventHandler handler) {
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

	/**
	 * Tells whether an event is the first that does not fit its handler.
	 */
	boolean firstMisfit(String event) {
		EventHandler handler = handler(event);
		return handler != null && this.misfits.add(handler);
	}

	/**
	 * A listener was added to a socket, or may be added soon.
	 */
	public void listenerAdded() {
		this.usesListeners = true;
	}

	boolean usesListeners() {
		return this.usesListeners;
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
