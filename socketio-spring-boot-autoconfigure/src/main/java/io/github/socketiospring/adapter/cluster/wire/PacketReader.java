package io.github.socketiospring.adapter.cluster.wire;

import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packet of an event for clients.
 */
final class PacketReader {

	static final int EVENT = 2;

	private static final Keys KEYS = new Keys("type", "data", "nsp");

	private PacketReader() {
	}

	/**
	 * Reads a packet.
	 * @param namespace the namespace, if the packet is to tell it
	 * @return the event; {@code null} if the packet is for another namespace, or none
	 * that is broadcast
	 */
	static MessageInput.@Nullable Event read(MessageInput input, @Nullable String namespace) {
		int type = EVENT;
		String target = "/";
		MessageInput.Event event = null;
		input.enterObject();
		int key;
		while ((key = input.nextKey(KEYS)) != Keys.END) {
			switch (key) {
				case 0 -> type = input.integer();
				case 1 -> event = input.event();
				case 2 -> target = input.text(input.limits().maxRoomLength());
				default -> input.skip();
			}
		}
		if (event == null) {
			throw new PacketParseException("packet without data");
		}
		if (ReservedEvents.contains(event.name())) {
			throw new PacketParseException("reserved event name");
		}
		return (type == EVENT && (namespace == null || namespace.equals(target))) ? event : null;
	}

}
