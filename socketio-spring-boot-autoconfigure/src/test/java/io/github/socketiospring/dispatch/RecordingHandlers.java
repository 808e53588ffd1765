package io.github.socketiospring.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.socketiospring.server.event.EventExceptionHandler;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.LifecycleHandler;
import io.github.socketiospring.server.event.NameVariables;
import io.github.socketiospring.server.event.NamespaceHandlers;

/**
 * A namespace that only remembers its handlers.
 */
final class RecordingHandlers implements NamespaceHandlers {

	private final NameVariables variables;

	final Map<String, EventHandler> events = new LinkedHashMap<>();

	final List<LifecycleHandler> connect = new ArrayList<>();

	final List<LifecycleHandler> disconnecting = new ArrayList<>();

	final List<LifecycleHandler> disconnect = new ArrayList<>();

	final List<EventHandler> clientErrors = new ArrayList<>();

	Set<String> initialAcl;

	final List<EventExceptionHandler> exceptions = new ArrayList<>();

	final List<EventExceptionHandler> jobExceptions = new ArrayList<>();

	/**
	 * Creates a namespace, or a family with the variables in its name.
	 */
	RecordingHandlers(String name) {
		this.variables = new NameVariables(Pattern.compile("\\{(\\w+)")
			.matcher(name)
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.toSet()));
	}

	@Override
	public NameVariables variables() {
		return this.variables;
	}

	@Override
	public void onEvent(String event, EventHandler handler) {
		if (this.events.putIfAbsent(event, handler) != null) {
			throw new IllegalStateException(event + " has a handler");
		}
	}

	@Override
	public void onConnect(LifecycleHandler handler) {
		this.connect.add(handler);
	}

	@Override
	public void onDisconnecting(LifecycleHandler handler) {
		this.disconnecting.add(handler);
	}

	@Override
	public void onDisconnect(LifecycleHandler handler) {
		this.disconnect.add(handler);
	}

	@Override
	public void onClientError(EventHandler handler) {
		this.clientErrors.add(handler);
	}

	@Override
	public void initialAcl(Set<String> events) {
		this.initialAcl = events;
	}

	@Override
	public void onException(EventExceptionHandler handler) {
		this.exceptions.add(handler);
	}

	@Override
	public void onJobException(EventExceptionHandler handler) {
		this.jobExceptions.add(handler);
	}

}
