package io.github.socketiospring.adapter;

import java.time.Duration;

/**
 * How much is remembered for clients that come back, for each namespace. What is over a
 * limit is forgotten, the oldest first, and clients that would need it start anew.
 *
 * @param maxAge how long sockets and events are remembered
 * @param maxSessions the most sockets
 * @param maxEvents the most events
 * @param maxBytes the most bytes that the events may have together
 */
public record RecoveryLimits(Duration maxAge, int maxSessions, int maxEvents, long maxBytes) {

}
