package io.github.socketiospring.server;

import java.security.Principal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.IdentityRoom;

/**
 * Which sockets of a namespace belong to which users and web sessions. Sockets of nobody
 * take no room here. Safe for use by any thread.
 */
final class IdentityRooms {

	/** Learns which rooms there are. */
	private final Adapter adapter;

	private final Map<String, Set<ServerSocket>> members = new ConcurrentHashMap<>();

	IdentityRooms(Adapter adapter) {
		this.adapter = adapter;
	}

	/**
	 * Calls an action with each room that a socket is in because of who its client is.
	 */
	static void forEachOf(ServerSocket socket, Consumer<String> action) {
		Principal principal = socket.principal();
		if (principal == null) {
			return;
		}
		String name = principal.getName();
		if (name != null) {
			action.accept(IdentityRoom.ofUser(name));
		}
		// In a session are those alone who are known by it.
		String session = (socket.identity().own() == null)
				? socket.context().getOrDefault(ClientIdentity.SESSION_ID, null) : null;
		if (session != null) {
			action.accept(IdentityRoom.ofSession(session));
		}
	}

	void add(ServerSocket socket) {
		forEachOf(socket, (room) -> this.members.compute(room, (key, known) -> {
			Set<ServerSocket> sockets = known;
			if (sockets == null) {
				sockets = ConcurrentHashMap.newKeySet(2);
				this.adapter.roomCreated(room);
			}
			sockets.add(socket);
			return sockets;
		}));
	}

	void remove(ServerSocket socket) {
		if (this.members.isEmpty()) {
			return;
		}
		forEachOf(socket, (room) -> this.members.computeIfPresent(room, (key, sockets) -> {
			sockets.remove(socket);
			if (!sockets.isEmpty()) {
				return sockets;
			}
			this.adapter.roomDeleted(room);
			return null;
		}));
	}

	Collection<ServerSocket> members(String room) {
		return this.members.getOrDefault(room, Set.of());
	}

}
