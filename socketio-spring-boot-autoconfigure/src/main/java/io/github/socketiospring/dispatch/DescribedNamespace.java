package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.socketiospring.server.NamePattern;
import io.github.socketiospring.server.event.EventExceptionHandler;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.LifecycleHandler;
import io.github.socketiospring.server.event.NameVariables;
import io.github.socketiospring.server.event.NamespaceHandlers;

/**
 * A namespace that clients cannot join: handlers are registered with it only to be
 * described.
 */
final class DescribedNamespace implements NamespaceHandlers {

	private final String name;

	private final NameVariables variables;

	private final Map<String, EventDescription> handled = new TreeMap<>();

	private final Map<String, EventDescription> emitted = new TreeMap<>();

	private boolean declared;

	/**
	 * Creates a namespace, or a family.
	 * @throws IllegalArgumentException if that cannot be a name
	 */
	DescribedNamespace(String name) {
		this.name = name;
		this.variables = new NameVariables(NamePattern.variablesIn(name));
	}

	@Override
	public NameVariables variables() {
		return this.variables;
	}

	@Override
	public void onEvent(String event, EventHandler handler) {
		if (handler instanceof EventHandlerMethod method && !"*".equals(event)) {
			this.handled.put(event, method.describe(event));
		}
	}

	/** What is emitted is known, even if that is nothing. */
	void declares() {
		this.declared = true;
	}

	/**
	 * Adds a declared event.
	 * @throws InvalidHandlerException if there is another of that name which differs
	 */
	void emits(HandlerBean bean, EventDescription event) {
		EventDescription other = this.emitted.putIfAbsent(event.name(), event);
		if (other != null && !other.equals(event)) {
			throw new InvalidHandlerException(
					"The event \"" + event.name() + "\" that " + bean.type().getName() + " emits in namespace \""
							+ this.name + "\" is declared twice, with different arguments or answers",
					"Declare it once: an event has one name and one list of arguments. What may be left out is "
							+ "@Nullable, or an Optional.");
		}
	}

	NamespaceDescription describe() {
		return new NamespaceDescription(this.name, this.variables.names(), List.copyOf(this.handled.values()),
				this.declared ? List.copyOf(this.emitted.values()) : null);
	}

	@Override
	public void onConnect(LifecycleHandler handler) {
		// No event.
	}

	@Override
	public void onDisconnecting(LifecycleHandler handler) {
		// No event.
	}

	@Override
	public void onDisconnect(LifecycleHandler handler) {
		// No event.
	}

	@Override
	public void onClientError(EventHandler handler) {
		// No event.
	}

	@Override
	public void initialAcl(Set<String> events) {
		// What clients may send later counts, too.
	}

	@Override
	public void onException(EventExceptionHandler handler) {
		// Nothing that clients send.
	}

	@Override
	public void onJobException(EventExceptionHandler handler) {
		// Nothing that clients send.
	}

}
