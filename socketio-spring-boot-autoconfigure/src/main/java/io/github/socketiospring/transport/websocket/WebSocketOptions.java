package io.github.socketiospring.transport.websocket;

/**
 * Bounds on what one WebSocket may do. Immutable.
 *
 * @param maxMessageSize the largest message, in bytes
 * @param maxFragments the most frames of one message, empty ones counted
 * @param maxPendingPongs the most pongs that may wait for a client that does not read
 * @param compression whether permessage-deflate is offered
 * @param compressionThreshold the smallest message that is compressed, in bytes
 */
public record WebSocketOptions(int maxMessageSize, int maxFragments, int maxPendingPongs, boolean compression,
		int compressionThreshold) {

}
