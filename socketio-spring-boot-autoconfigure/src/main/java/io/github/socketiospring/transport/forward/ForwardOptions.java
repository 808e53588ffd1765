package io.github.socketiospring.transport.forward;

import java.time.Duration;

/**
 * Bounds on what is handed on to other servers. Immutable.
 *
 * @param connectTimeout how long connecting to another server may take
 * @param answerTimeout for how long another server may be silent while an answer of it is
 * due; longer than any poll
 * @param upgradeTimeout how long another server may take to answer a WebSocket handshake
 * @param maxConnections most connections to one server at the same time
 * @param idleTimeout how long a connection is kept for another request; shorter than any
 * server's own time-out
 */
public record ForwardOptions(Duration connectTimeout, Duration answerTimeout, Duration upgradeTimeout,
		int maxConnections, Duration idleTimeout) {
}
