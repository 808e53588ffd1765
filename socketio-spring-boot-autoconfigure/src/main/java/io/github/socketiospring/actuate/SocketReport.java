package io.github.socketiospring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.Revision;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What is known of one socket: enough to tell why a client is slow, and nothing by which
 * somebody could take its place.
 *
 * @param serverId what other servers call the server it is connected to
 * @param namespace its namespace
 * @param id its id; for clients before 3.x, the beginning of it
 * @param user who the client is
 * @param recovered whether it had lost its connection and has come back
 * @param rooms the rooms it has joined, without the one of its own id
 * @param connection its connection
 * @param outgoing what goes to the client
 * @param incoming what comes from the client
 * @param traffic what the connection has carried; {@code null} unless something counts,
 * such as meters
 */
public record SocketReport(String serverId, String namespace, String id, @Nullable String user, boolean recovered,
		List<String> rooms, Connection connection, Outgoing outgoing, Incoming incoming,
		@Nullable Carried traffic) implements OperationResponseBody {

	/**
	 * The connection of a socket, with all sockets of the client.
	 *
	 * @param name its name
	 * @param state how far its life has come
	 * @param revision the client's generation
	 * @param transport what carries it right now
	 * @param openedWith what carried it at first; {@code null} for clients before 1.0
	 * @param connectedAt when it was opened
	 * @param address the client's address and port
	 * @param secure whether the client came by TLS
	 * @param crossOrigin whether it came from a page of another origin
	 * @param userAgent what the client says it is, shortened
	 * @param namespaces all namespaces it has joined
	 */
	public record Connection(String name, ClientConnection.State state, Revision revision, String transport,
			@Nullable String openedWith, Instant connectedAt, @Nullable String address, boolean secure,
			boolean crossOrigin, @Nullable String userAgent, List<String> namespaces) {
	}

	/**
	 * What goes to the client.
	 *
	 * @param writable whether a message could leave right now
	 * @param waitingMessages how many messages wait until the client takes them
	 * @param waitingBytes how much memory they hold, roughly
	 * @param maxWaitingBytes with more, the client is disconnected
	 * @param pendingAcks how many acknowledgements the client owes to this socket
	 */
	public record Outgoing(boolean writable, int waitingMessages, long waitingBytes, long maxWaitingBytes,
			int pendingAcks) {
	}

	/**
	 * What comes from the client.
	 *
	 * @param lastHeard when the last packet arrived, which may have been a heartbeat
	 * @param silence how long that is ago
	 * @param waitingEvents how many events of this socket wait until those before them
	 * are handled
	 * @param suspendedSince since when nothing is read from the client, because too many
	 * events wait; {@code null} if it is read
	 */
	public record Incoming(Instant lastHeard, Duration silence, int waitingEvents, @Nullable Instant suspendedSince) {
	}

	/**
	 * What a connection has carried so far, in packets and bytes of Engine.IO.
	 *
	 * @param sentPackets how many packets a transport has taken
	 * @param sentBytes how many bytes they had
	 * @param receivedPackets how many packets have arrived
	 * @param receivedBytes how many bytes they had
	 * @param maxWaitedBytes the most memory that waiting messages have held
	 */
	public record Carried(long sentPackets, long sentBytes, long receivedPackets, long receivedBytes,
			long maxWaitedBytes) {
	}

}
