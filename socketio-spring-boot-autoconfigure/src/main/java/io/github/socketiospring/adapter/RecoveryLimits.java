package io.github.socketiospring.adapter;

import java.time.Duration;

/**
 * How much is remembered for clients that come back, for each namespace; all namespaces
 * of a server together remember eight times as much at most. What exceeds a limit is
 * forgotten, and clients that would need it start anew. A namespace forgets its own
 * sockets and events, the oldest first, never those of another one; while others use up
 * what all may remember together, it forgets even the newest.
 *
 * @param maxAge how long sockets are remembered after they have gone
 * @param noticeTime how long it may take until the loss of a connection is noticed:
 * events are remembered that much longer than sockets, since none arrives after the loss
 * @param maxSessions the most sockets
 * @param maxEvents the most events
 * @param maxBytes the most bytes that the arguments of the events may have together
 * @param maxRooms the most rooms that a socket may be in, without its own
 */
public record RecoveryLimits(Duration maxAge, Duration noticeTime, int maxSessions, int maxEvents, long maxBytes,
		int maxRooms) {

}
