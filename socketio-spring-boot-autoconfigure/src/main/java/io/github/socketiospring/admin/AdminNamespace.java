package io.github.socketiospring.admin;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.server.DefaultSocketIOServer;

/**
 * The namespace of the page. It is looked up each time: if the application removes it, a
 * new one is guarded as the first was.
 *
 * @param server the server
 * @param name the namespace's name
 */
record AdminNamespace(DefaultSocketIOServer server, String name) {

	Namespace get() {
		return this.server.of(this.name);
	}

	boolean is(Namespace namespace) {
		return this.name.equals(namespace.name());
	}

	/** Tells the pages of all servers. */
	void emit(String event, Object... arguments) {
		get().emit(event, arguments);
	}

}
