package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;

/**
 * How packets are written as messages and read from them. Stateless and shared by all
 * clients that speak it, so safe for use by any thread; what must be remembered between
 * the messages of one connection is in the {@linkplain #decoder decoder} of that
 * connection.
 */
public interface PacketFormat {

	/**
	 * Returns what this format is called in the configuration and in logs.
	 * @return the name, such as {@code json}
	 */
	String name();

	/**
	 * Returns what clients of Socket.IO protocols 3 and 4 speak where those of protocol 5
	 * speak this.
	 * @return this format, unless it was another one at the time of those clients
	 */
	default PacketFormat forProtocol4() {
		return this;
	}

	/**
	 * Encodes a packet.
	 * @param packet the packet
	 * @param framing what the receiver's revision puts in front of each message
	 * @return the packet's messages, at least one, which follow each other directly
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	EngineMessage[] encode(Packet packet, MessageFraming framing);

	/**
	 * Creates what decodes the packets of one connection.
	 * @param limits bounds on packets
	 * @param handler takes the packets
	 * @return the decoder
	 */
	PacketDecoder decoder(DecoderLimits limits, PacketHandler handler);

}
