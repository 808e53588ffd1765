package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOServer;

/**
 * Adds namespaces, interceptors and listeners to the server by code. Beans of this type
 * are called in order when the annotated handlers are registered, before the first client
 * can connect.
 */
@FunctionalInterface
public interface SocketIOServerCustomizer {

	/**
	 * Customizes the server.
	 * @param server the server
	 */
	void customize(SocketIOServer server);

}
