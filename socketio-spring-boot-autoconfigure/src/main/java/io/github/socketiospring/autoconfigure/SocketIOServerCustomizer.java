package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOServer;

/**
 * Sets up the server by code: namespaces, interceptors, listeners.
 * <p>
 * Beans of this type are called once, one after the other in the order of {@code @Order},
 * by the thread that starts the application: when all singletons exist, before the
 * handlers of annotated beans are registered, and before the web server listens. No
 * client can have connected, and no event can be missed. Lazy initialization changes
 * nothing of this. An exception keeps the application from starting.
 */
@FunctionalInterface
public interface SocketIOServerCustomizer {

	/**
	 * Sets up the server. May not wait for clients.
	 * @param server the server of this application
	 */
	void customize(SocketIOServer server);

}
