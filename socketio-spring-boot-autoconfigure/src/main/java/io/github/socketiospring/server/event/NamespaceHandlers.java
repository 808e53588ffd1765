package io.github.socketiospring.server.event;

import java.util.Set;

/**
 * Where the handlers of a namespace, of a family of namespaces, or of all namespaces are
 * registered, before the server starts.
 */
public interface NamespaceHandlers {

	/**
	 * Returns the variables in the names of the family's namespaces.
	 * @return the variables; none for a single namespace
	 */
	NameVariables variables();

	/**
	 * Registers the handler of an event.
	 * @param event the event's name; {@code "*"} for all events without a handler
	 * @param handler the handler
	 * @throws IllegalStateException if the event has a handler already
	 */
	void onEvent(String event, EventHandler handler);

	/**
	 * Registers a handler for sockets that have joined, called after those registered
	 * earlier.
	 * @param handler the handler
	 */
	void onConnect(LifecycleHandler handler);

	/**
	 * Registers a handler for sockets that have gone, called while they still remember
	 * their rooms.
	 * @param handler the handler
	 */
	void onDisconnecting(LifecycleHandler handler);

	/**
	 * Registers a handler for sockets that have gone.
	 * @param handler the handler
	 */
	void onDisconnect(LifecycleHandler handler);

	/**
	 * Registers a handler for errors that clients report; its events have the name
	 * {@code error}, and one bound value, a {@link io.github.socketiospring.ClientError
	 * ClientError}.
	 * @param handler the handler
	 */
	void onClientError(EventHandler handler);

	/**
	 * Says what sockets may send at first.
	 * @param events the names of the events; none if nothing
	 * @throws IllegalStateException if something else was said already
	 */
	void initialAcl(Set<String> events);

	/**
	 * Registers a handler for exceptions that no handler of the throwing bean's own took.
	 * @param handler the handler
	 */
	void onException(EventExceptionHandler handler);

	/**
	 * Registers a handler for exceptions of jobs, asked before those for all exceptions.
	 * @param handler the handler
	 */
	void onJobException(EventExceptionHandler handler);

}
