package io.github.socketiospring.server;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.engine.EngineSession;
import org.jspecify.annotations.Nullable;

/**
 * Shows operators the current state of this server, and of no other, beyond what
 * applications see. Copies nothing and waits for nobody, so it may be asked of a server
 * with many clients. Safe for use by any thread.
 */
public final class Inspection {

	private final DefaultSocketIOServer server;

	/**
	 * Creates an inspection.
	 * @param server the server
	 */
	public Inspection(DefaultSocketIOServer server) {
		this.server = server;
	}

	/**
	 * Returns what other servers call this one.
	 * @return the id, a new one each time the application starts
	 */
	public String serverId() {
		return this.server.id();
	}

	/**
	 * Returns the namespaces that there are.
	 * @return a snapshot, in no order
	 */
	public Collection<? extends Namespace> namespaces() {
		return this.server.registry().namespaces();
	}

	/**
	 * Returns the families of namespaces.
	 * @return a snapshot, in the order in which clients' names are compared with them
	 */
	public Collection<? extends ParentNamespace> families() {
		return this.server.registry().families();
	}

	/**
	 * Finds a namespace, and creates none.
	 * @param name its name, with or without the slash at the beginning
	 * @return the namespace, or {@code null} if it does not exist
	 */
	public @Nullable Namespace namespace(String name) {
		return this.server.registry().existing(DefaultSocketIOServer.normalize(name));
	}

	/**
	 * Returns the sockets of a namespace.
	 * @param namespace one of {@link #namespaces()}
	 * @return a view, in no order, which changes while it is looked at
	 */
	public Collection<? extends Socket> sockets(Namespace namespace) {
		return rooms((ServerNamespace) namespace).sockets();
	}

	/**
	 * Returns the rooms of a namespace that sockets have joined, and who is in them.
	 * @param namespace one of {@link #namespaces()}
	 * @return a view, in no order, which changes while it is looked at
	 */
	public Map<String, ? extends Collection<? extends Socket>> rooms(Namespace namespace) {
		return rooms((ServerNamespace) namespace).all();
	}

	private static Rooms rooms(ServerNamespace namespace) {
		return namespace.localSockets().roomIndex();
	}

	/**
	 * Returns what goes on in a socket.
	 * @param socket a socket of this server
	 * @return what it is at the moment
	 */
	public Activity activity(Socket socket) {
		ServerSocket own = (ServerSocket) socket;
		return new Activity(own.nameInLogs(), own.owner().session(), rooms(own.namespace()).count(own),
				own.events().waiting(), own.pendingAcksCount(), own.owner().suspendedSince());
	}

	/**
	 * What goes on in a socket.
	 *
	 * @param nameInLogs its id, unless that is a secret
	 * @param session its connection
	 * @param rooms how many rooms it has joined, without the one of its own id
	 * @param waitingEvents how many events have arrived and wait until those before them
	 * are handled
	 * @param pendingAcks how many acknowledgements the client owes
	 * @param suspendedSince since when nothing is read from the client, because it sends
	 * faster than its events are handled; {@code null} if it is read
	 */
	public record Activity(String nameInLogs, EngineSession session, int rooms, int waitingEvents, int pendingAcks,
			@Nullable Instant suspendedSince) {
	}

}
