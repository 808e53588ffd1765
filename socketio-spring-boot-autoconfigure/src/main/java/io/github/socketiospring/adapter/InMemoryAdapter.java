package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.socketio.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Rooms of a single server instance. A socket's own room costs nothing: it is found by
 * the socket's id.
 */
public class InMemoryAdapter implements Adapter {

	private final AdapterNamespace namespace;

	private final Map<String, Set<AdapterSocket>> socketsByRoom = new ConcurrentHashMap<>();

	private final Map<AdapterSocket, Set<String>> roomsBySocket = new ConcurrentHashMap<>();

	/**
	 * Creates an adapter.
	 * @param namespace the namespace it serves
	 */
	public InMemoryAdapter(AdapterNamespace namespace) {
		this.namespace = namespace;
	}

	@Override
	public void join(AdapterSocket socket, String room) {
		if (room.equals(socket.id())) {
			return;
		}
		// Under the key's lock, so that a room is never dropped while it is joined.
		this.roomsBySocket.compute(socket, (key, rooms) -> {
			Set<String> joined = (rooms != null) ? rooms : ConcurrentHashMap.newKeySet(4);
			joined.add(room);
			return joined;
		});
		this.socketsByRoom.compute(room, (key, sockets) -> {
			Set<AdapterSocket> members = (sockets != null) ? sockets : ConcurrentHashMap.newKeySet();
			members.add(socket);
			return members;
		});
	}

	@Override
	public void leave(AdapterSocket socket, String room) {
		this.roomsBySocket.computeIfPresent(socket, (key, rooms) -> {
			rooms.remove(room);
			return rooms.isEmpty() ? null : rooms;
		});
		removeMember(socket, room);
	}

	@Override
	public void leaveAll(AdapterSocket socket) {
		Set<String> rooms = this.roomsBySocket.remove(socket);
		if (rooms != null) {
			rooms.forEach((room) -> removeMember(socket, room));
		}
	}

	private void removeMember(AdapterSocket socket, String room) {
		this.socketsByRoom.computeIfPresent(room, (key, members) -> {
			members.remove(socket);
			return members.isEmpty() ? null : members;
		});
	}

	@Override
	public Set<String> rooms(AdapterSocket socket) {
		return Set.copyOf(this.roomsBySocket.getOrDefault(socket, Set.of()));
	}

	@Override
	public void forEach(Selection selection, Consumer<? super AdapterSocket> action) {
		Consumer<? super AdapterSocket> filtered = selection.except().isEmpty() ? action
				: new Except(selection.except(), action);
		Set<String> rooms = selection.rooms();
		if (rooms.isEmpty()) {
			this.namespace.localSockets().forEach(filtered);
		}
		else if (rooms.size() == 1) {
			members(rooms.iterator().next()).forEach(filtered);
		}
		else {
			Set<AdapterSocket> once = new HashSet<>();
			rooms.forEach((room) -> once.addAll(members(room)));
			once.forEach(filtered);
		}
	}

	private Collection<AdapterSocket> members(String room) {
		Set<AdapterSocket> members = this.socketsByRoom.get(room);
		AdapterSocket own = this.namespace.socket(room);
		if (own == null) {
			return (members != null) ? members : Set.of();
		}
		if (members == null) {
			return Set.of(own);
		}
		// Somebody has joined a room named after another socket.
		Set<AdapterSocket> both = new HashSet<>(members);
		both.add(own);
		return both;
	}

	@Override
	public void broadcast(Selection selection, Packet.Event event, boolean isVolatile) {
		this.namespace.deliver(event, isVolatile, (receivers) -> forEach(selection, receivers));
	}

	@Override
	public Mono<List<Arguments>> broadcastWithAck(Selection selection, Packet.Event event, Duration timeout) {
		return this.namespace.deliverWithAck(event, timeout, (receivers) -> forEach(selection, receivers));
	}

	@Override
	public void socketsJoin(Selection selection, String... rooms) {
		forEach(selection, (socket) -> socket.join(rooms));
	}

	@Override
	public void socketsLeave(Selection selection, String... rooms) {
		forEach(selection, (socket) -> socket.leave(rooms));
	}

	@Override
	public void disconnectSockets(Selection selection, boolean closeConnection) {
		forEach(selection, (socket) -> socket.disconnect(closeConnection));
	}

	/**
	 * Leaves out sockets by asking where each one is, so that excluding a large room
	 * costs nothing per member of it.
	 */
	private final class Except implements Consumer<AdapterSocket> {

		private final Set<String> except;

		private final Consumer<? super AdapterSocket> action;

		Except(Set<String> except, Consumer<? super AdapterSocket> action) {
			this.except = except;
			this.action = action;
		}

		@Override
		public void accept(AdapterSocket socket) {
			if (!this.except.contains(socket.id()) && !isInExcepted(InMemoryAdapter.this.roomsBySocket.get(socket))) {
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
