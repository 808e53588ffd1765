package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.socketio.Packet;
import reactor.core.publisher.Mono;

/**
 * Knows which sockets of one namespace are in which rooms, and reaches them; adapters for
 * clusters reach those connected to other server instances too. Used by any thread; must
 * not block.
 */
public interface Adapter {

	/**
	 * A socket joins a room. Nothing happens if it is in it already.
	 * @param socket the socket
	 * @param room the room
	 */
	void join(AdapterSocket socket, String room);

	/**
	 * A socket leaves a room. Nothing happens if it is not in it.
	 * @param socket the socket
	 * @param room the room
	 */
	void leave(AdapterSocket socket, String room);

	/**
	 * A socket has gone, and leaves all its rooms.
	 * @param socket the socket
	 */
	void leaveAll(AdapterSocket socket);

	/**
	 * Returns the rooms a socket has joined, without the one of its own id.
	 * @param socket the socket
	 * @return a snapshot
	 */
	Set<String> rooms(AdapterSocket socket);

	/**
	 * Calls an action with each selected socket of this server instance, once each.
	 * @param selection which sockets
	 * @param action what to do
	 */
	void forEach(Selection selection, Consumer<? super AdapterSocket> action);

	/**
	 * Sends an event to the selected sockets. Two events sent by one thread reach each
	 * socket in that order.
	 * @param selection which sockets
	 * @param event the event
	 * @param isVolatile whether sockets that cannot take it right now miss it
	 */
	void broadcast(Selection selection, Packet.Event event, boolean isVolatile);

	/**
	 * Sends an event to the selected sockets and collects their acknowledgements.
	 * @param selection which sockets
	 * @param event the event, its id not set
	 * @param timeout how long to wait for all of them
	 * @return the answers in order of arrival, or an {@code AckException} with those
	 * received in time
	 */
	Mono<List<Arguments>> broadcastWithAck(Selection selection, Packet.Event event, Duration timeout);

	/**
	 * Makes the selected sockets join rooms.
	 * @param selection which sockets
	 * @param rooms the rooms
	 */
	void socketsJoin(Selection selection, String... rooms);

	/**
	 * Makes the selected sockets leave rooms.
	 * @param selection which sockets
	 * @param rooms the rooms
	 */
	void socketsLeave(Selection selection, String... rooms);

	/**
	 * Disconnects the selected sockets.
	 * @param selection which sockets
	 * @param closeConnection whether to close their connections too
	 */
	void disconnectSockets(Selection selection, boolean closeConnection);

}
