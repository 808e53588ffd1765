package io.github.socketiospring.transport.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Bounds on what one WebSocket may do. Immutable.
 *
 * @param maxMessageSize the largest message, in bytes
 * @param maxFragments the most frames of one message, empty ones counted
 * @param maxPendingPongs the most pongs that may wait for a client that does not read
 * @param deflate how messages are compressed, or {@code null} if they are not
 */
public record WebSocketOptions(int maxMessageSize, int maxFragments, int maxPendingPongs,
		@Nullable DeflateOptions deflate) {

}
