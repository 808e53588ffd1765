package io.github.socketiospring.actuate;

import java.time.Instant;
import java.util.List;

import io.github.socketiospring.Revision;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Some of the sockets of a namespace, or of one room of it, that are connected to one
 * server.
 *
 * @param serverId what other servers call this one
 * @param namespace the namespace
 * @param room the room, or {@code null} for all sockets
 * @param page the number of this page, from 0
 * @param size the most sockets on a page
 * @param total how many sockets there are
 * @param sockets those of this page, in no order
 */
public record SocketsPage(String serverId, String namespace, @Nullable String room, int page, int size, int total,
		List<SocketLine> sockets) implements OperationResponseBody {

	/**
	 * A socket.
	 *
	 * @param id its id; for clients before 3.x, the beginning of it
	 * @param connection the name of its connection, by which any socket is found
	 * @param revision its client's generation
	 * @param transport what carries it right now
	 * @param connectedAt when the connection was opened
	 * @param address the client's address and port
	 * @param user who the client is
	 * @param rooms how many rooms it has joined, without the one of its own id
	 * @param waitingMessages how many messages wait until the client takes them
	 * @param waitingBytes how much memory they hold, roughly
	 * @param waitingEvents how many events of the client wait to be handled
	 */
	public record SocketLine(String id, String connection, Revision revision, String transport, Instant connectedAt,
			@Nullable String address, @Nullable String user, int rooms, int waitingMessages, long waitingBytes,
			int waitingEvents) {
	}

}
