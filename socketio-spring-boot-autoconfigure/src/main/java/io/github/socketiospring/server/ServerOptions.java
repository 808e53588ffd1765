package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.server.recovery.RecoveryMode;
import org.jspecify.annotations.Nullable;

/**
 * How the Socket.IO layer behaves. Immutable.
 *
 * @param connectTimeout how long a connection may stay without joining a namespace
 * @param ackTimeout how long acknowledgements are waited for by those who do not say so;
 * {@code null} for 10 seconds after a broadcast, else as long as the socket is connected
 * @param requestTimeout how long other servers are waited for by those who do not say so
 * @param decoderLimits bounds on received packets
 * @param maxNamespacesPerConnection the most namespaces one client may join
 * @param maxConnectionsPerUser the most connections of one user; 0 for no limit
 * @param maxRoomsPerSocket the most rooms one socket may join
 * @param maxPendingAcks the most acknowledgements one socket may owe; the oldest fails
 * @param maxPendingEvents the most events of one socket that wait for their handler;
 * beyond it, the connection is not read
 * @param removesEmptyChildren whether a namespace of a family is removed when its last
 * socket has left
 * @param maxChildNamespaces the most namespaces of families that clients may have created
 * @param recovery whether sockets outlive their connections
 */
public record ServerOptions(Duration connectTimeout, @Nullable Duration ackTimeout, Duration requestTimeout,
		DecoderLimits decoderLimits, int maxNamespacesPerConnection, int maxConnectionsPerUser, int maxRoomsPerSocket,
		int maxPendingAcks, int maxPendingEvents, boolean removesEmptyChildren, int maxChildNamespaces,
		RecoveryMode recovery) {

	/** The reference server's time-out, and this server's limits. */
	public static final ServerOptions DEFAULTS = new ServerOptions(Duration.ofSeconds(45), null, Duration.ofSeconds(5),
			DecoderLimits.DEFAULTS, 100, 0, 1_000, 1_000, 1_000, true, 10_000, RecoveryMode.OFF);

}
