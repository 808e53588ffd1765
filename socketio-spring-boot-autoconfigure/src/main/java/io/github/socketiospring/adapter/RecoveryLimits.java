package io.github.socketiospring.adapter;

import java.time.Duration;

/**
 * How much is remembered for clients that come back, for each namespace; all namespaces
 * of a server together remember eight times as much at most. What is over a limit is
 * forgotten, and clients that would need it start anew. A namespace forgets its own, the
 * oldest first, and never another's: while the others use up what all have together, it
 * forgets even what it was just to remember.
 *
 * @param maxAge how long sockets are remembered after they have gone
 * @param noticeTime how long it may take until the loss of a connection is noticed:
 * events are remembered so much longer than sockets, since from then on none arrives
 * @param maxSessions the most sockets
 * @param maxEvents the most events
 * @param maxBytes the most bytes that the arguments of the events may have together
 * @param maxRooms the most rooms that a socket may be in, without its own
 */
public record RecoveryLimits(Duration maxAge, Duration noticeTime, int maxSessions, int maxEvents, long maxBytes,
		int maxRooms) {

}
