package io.github.socketiospring.server.event;

import io.github.socketiospring.SocketIOError;

/**
 * Observes what happens in a Socket.IO server, above its engine, for meters, traces and
 * logs. Without any watcher, none of this costs anything. Safe for use by any thread;
 * does not throw.
 */
public interface EventWatcher {

	/**
	 * A namespace or a family of namespaces is created.
	 * @param name its name; that of a family is its pattern, and {@code "*"} stands for
	 * the handlers of all namespaces
	 * @return looks at it
	 */
	NamespaceWatch namespace(String name);

	/**
	 * Something that a client has sent cannot be handled.
	 * @param error what, and why
	 */
	default void reported(SocketIOError error) {
	}

	/**
	 * A limit was reached, and what it limits has not happened.
	 * @param limit the limit's name among the properties: without {@code socketio}, and
	 * without {@code limits} if it is below {@code socketio.limits}
	 */
	default void limited(String limit) {
	}

}
