package io.github.socketiospring.server;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.IdentityRoom;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.server.event.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which sockets of this server are in which rooms of a namespace. A socket's own room
 * costs nothing: it is found by the socket's id. Safe for use by any thread.
 */
final class Rooms {

	private static final Log logger = LogFactory.getLog(Rooms.class);

	/** The sockets by id; changed by others. */
	private final Map<String, ServerSocket> sockets;

	/** Learns which rooms there are. */
	private final Adapter adapter;

	/** Told under a room's lock, so that what happens to a room is told in order. */
	private final RoomEvents events;

	private final Map<String, Set<ServerSocket>> socketsByRoom = new ConcurrentHashMap<>();

	private final Map<ServerSocket, Set<String>> roomsBySocket = new ConcurrentHashMap<>();

	private final IdentityRooms identities;

	Rooms(Map<String, ServerSocket> sockets, Adapter adapter, RoomEvents events) {
		this.sockets = sockets;
		this.adapter = adapter;
		this.events = events;
		this.identities = new IdentityRooms(adapter);
	}

	/** Returns the rooms that no application can join. */
	IdentityRooms identities() {
		return this.identities;
	}

	/**
	 * A socket joins rooms.
	 * @param max the most rooms it may be in, without its own
	 * @throws IllegalStateException if it would be in more; it has joined those that came
	 * before
	 * @throws IllegalArgumentException if applications must not name one of them
	 */
	void join(ServerSocket socket, int max, String... rooms) {
		IdentityRoom.refuse(rooms);
		Set<String> joined = new HashSet<>(this.roomsBySocket.getOrDefault(socket, Set.of()));
		for (String room : rooms) {
			if (!room.equals(socket.id()) && joined.add(room) && joined.size() > max) {
				socket.namespace().server().limited("max-rooms-per-socket");
				throw new IllegalStateException("A socket can be in at most " + max
						+ " rooms: leave rooms that are no longer needed, or raise socketio.limits.max-rooms-per-socket");
			}
			join(socket, room);
		}
	}

	private void join(ServerSocket socket, String room) {
		if (room.equals(socket.id())) {
			return;
		}
		// Under the key's lock, so that a room is never dropped while it is joined.
		this.roomsBySocket.compute(socket, (key, rooms) -> {
			Set<String> joined = (rooms != null) ? rooms : ConcurrentHashMap.newKeySet(4);
			joined.add(room);
			return joined;
		});
		this.socketsByRoom.compute(room, (key, members) -> {
			Set<ServerSocket> joined = members;
			if (joined == null) {
				joined = ConcurrentHashMap.newKeySet();
				this.adapter.roomCreated(room);
				this.events.created(room);
			}
			if (joined.add(socket)) {
				this.events.joined(socket, room);
			}
			return joined;
		});
	}

	void leave(ServerSocket socket, String room) {
		this.roomsBySocket.computeIfPresent(socket, (key, rooms) -> {
			rooms.remove(room);
			return rooms.isEmpty() ? null : rooms;
		});
		removeMember(socket, room);
	}

	void leaveAll(ServerSocket socket) {
		Set<String> rooms = this.roomsBySocket.remove(socket);
		if (rooms != null) {
			rooms.forEach((room) -> removeMember(socket, room));
		}
	}

	private void removeMember(ServerSocket socket, String room) {
		this.socketsByRoom.computeIfPresent(room, (key, members) -> {
			if (members.remove(socket)) {
				this.events.left(socket, room);
			}
			if (!members.isEmpty()) {
				return members;
			}
			try {
				this.adapter.roomDeleted(room);
			}
			catch (RuntimeException ex) {
				// Nothing keeps a socket from going.
				logger.error("An adapter has failed when it was told that the room " + LogText.of(room) + " is gone",
						ex);
			}
			this.events.deleted(room);
			return null;
		});
	}

	/**
	 * Returns the rooms a socket is in, among them the one of its own id.
	 */
	Set<String> of(ServerSocket socket) {
		Set<String> joined = this.roomsBySocket.get(socket);
		if (joined == null) {
			return Set.of(socket.id());
		}
		Set<String> rooms = new HashSet<>(joined);
		rooms.add(socket.id());
		return Collections.unmodifiableSet(rooms);
	}

	/**
	 * Returns the rooms that sockets have joined.
	 */
	Set<String> names() {
		return Set.copyOf(this.socketsByRoom.keySet());
	}

	/** Returns the sockets of the namespace, as they come and go. */
	Collection<ServerSocket> sockets() {
		return Collections.unmodifiableCollection(this.sockets.values());
	}

	/**
	 * Returns the rooms that sockets have joined and who is in them, as they come and go.
	 */
	Map<String, Set<ServerSocket>> all() {
		return Collections.unmodifiableMap(this.socketsByRoom);
	}

	/**
	 * Returns how many rooms a socket has joined: the one of its own id does not count.
	 */
	int count(ServerSocket socket) {
		return this.roomsBySocket.getOrDefault(socket, Set.of()).size();
	}

	/**
	 * Calls an action with each selected socket, once each. Among them may be sockets
	 * that have joined rooms already, but not the namespace.
	 */
	void forEach(Selection selection, Consumer<? super ServerSocket> action) {
		if (selection.socket() != null) {
			ServerSocket only = this.sockets.get(selection.socket());
			if (only != null) {
				action.accept(only);
			}
			return;
		}
		Consumer<? super ServerSocket> filtered = selection.except().isEmpty() ? action
				: new Except(selection.except(), action);
		Set<String> rooms = selection.rooms();
		if (rooms.isEmpty()) {
			this.sockets.values().forEach(filtered);
		}
		else if (rooms.size() == 1) {
			members(rooms.iterator().next()).forEach(filtered);
		}
		else {
			Set<ServerSocket> once = new HashSet<>();
			rooms.forEach((room) -> once.addAll(members(room)));
			once.forEach(filtered);
		}
	}

	/**
	 * Tells whether a socket may be selected, without a look at what is excluded.
	 */
	boolean mayHave(Selection selection) {
		if (selection.socket() != null) {
			return this.sockets.containsKey(selection.socket());
		}
		if (selection.rooms().isEmpty()) {
			return !this.sockets.isEmpty();
		}
		for (String room : selection.rooms()) {
			if (this.sockets.containsKey(room) || this.socketsByRoom.containsKey(room)
					|| (IdentityRoom.matches(room) && !this.identities.members(room).isEmpty())) {
				return true;
			}
		}
		return false;
	}

	private Collection<ServerSocket> members(String room) {
		if (IdentityRoom.matches(room)) {
			return this.identities.members(room);
		}
		Set<ServerSocket> members = this.socketsByRoom.get(room);
		ServerSocket own = this.sockets.get(room);
		if (own == null) {
			return (members != null) ? members : Set.of();
		}
		if (members == null) {
			return Set.of(own);
		}
		// Somebody has joined a room named after another socket.
		Set<ServerSocket> both = new HashSet<>(members);
		both.add(own);
		return both;
	}

	/**
	 * Leaves out sockets by asking where each one is, so that excluding a large room
	 * costs nothing per member of it.
	 */
	private final class Except implements Consumer<ServerSocket> {

		private final Set<String> except;

		private final Consumer<? super ServerSocket> action;

		Except(Set<String> except, Consumer<? super ServerSocket> action) {
			this.except = except;
			this.action = action;
		}

		@Override
		public void accept(ServerSocket socket) {
			if (!this.except.contains(socket.id()) && !isInExcepted(Rooms.this.roomsBySocket.get(socket))) {
				this.action.accept(socket);
			}
		}

		private boolean isInExcepted(@Nullable Set<String> rooms) {
			if (rooms == null) {
				return false;
			}
			for (String room : this.except) {
				if (rooms.contains(room)) {
					return true;
				}
			}
			return false;
		}

	}

}
