package io.github.socketiospring.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Some of the rooms of a namespace that sockets of one server have joined.
 *
 * @param serverId what other servers call this one
 * @param namespace the namespace
 * @param page the number of this page, from 0
 * @param size the most rooms on a page
 * @param total how many rooms there are
 * @param rooms those of this page, in no order
 */
public record RoomsPage(String serverId, String namespace, int page, int size, int total,
		List<RoomCount> rooms) implements OperationResponseBody {

	/**
	 * A room.
	 *
	 * @param name its name
	 * @param sockets how many sockets of this server are in it
	 */
	public record RoomCount(String name, int sockets) {
	}

}
