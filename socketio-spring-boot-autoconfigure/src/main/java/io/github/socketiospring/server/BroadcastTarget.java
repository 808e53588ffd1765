package io.github.socketiospring.server;

import java.util.List;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.server.event.NamespaceWatches;

/**
 * What a {@link SocketSelection} selects from: one namespace, or several.
 */
interface BroadcastTarget {

	String name();

	/**
	 * Returns what has taken this one's place, if it was removed meanwhile; else this.
	 */
	BroadcastTarget current();

	DefaultSocketIOServer server();

	/**
	 * Returns what carries messages to all servers.
	 */
	Adapter adapter();

	/**
	 * Returns those who look at what is sent.
	 */
	NamespaceWatches watches();

	/**
	 * Returns how values become bytes.
	 */
	PayloadCodec payloads();

	/**
	 * Finds sockets of this server that are connected.
	 */
	List<ServerSocket> select(Selection selection);

}
