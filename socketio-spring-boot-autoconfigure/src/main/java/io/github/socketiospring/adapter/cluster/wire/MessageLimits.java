package io.github.socketiospring.adapter.cluster.wire;

/**
 * Bounds on what other servers send, checked before anything is made of it: whoever can
 * write to a channel is trusted no more than a client. How deep values may be nested is
 * the codec's business.
 *
 * @param maxBytes the longest message
 * @param maxRooms the most rooms that one message may select, leave out, or make sockets
 * join or leave
 * @param maxRoomLength the most characters of a room's name
 * @param maxEventLength the most characters of an event's name
 * @param maxAttachments the most binary values of one message
 * @param maxContainers the most arrays and objects of one message in MessagePack, where
 * an empty one has a single byte
 */
public record MessageLimits(int maxBytes, int maxRooms, int maxRoomLength, int maxEventLength, int maxAttachments,
		int maxContainers) {

	/**
	 * 64 MB, as an answer to {@code fetchSockets} may be large; 10,000 rooms of 1,024
	 * characters; events as long as those of clients; 10,000 binary values; 1,000,000
	 * arrays and objects.
	 */
	public static final MessageLimits DEFAULTS = new MessageLimits(64 * 1024 * 1024, 10_000, 1_024, 256, 10_000,
			1_000_000);

}
