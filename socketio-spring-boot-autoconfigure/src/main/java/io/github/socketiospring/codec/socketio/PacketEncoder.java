package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.engineio.EngineMessage;

/**
 * Turns packets into messages. Stateless, and safe for use by any thread.
 */
public interface PacketEncoder {

	/**
	 * Encodes a packet.
	 * @param packet the packet
	 * @return its messages: the first, then one per attachment
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	EngineMessage[] encode(Packet packet);

}
